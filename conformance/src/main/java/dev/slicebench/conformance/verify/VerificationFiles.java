package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A report's files: JSON, JUnit XML and Markdown, named for the store, and a folder of the same
 * name with a file for each witness and the profile that the library reads. They are made in a
 * temporary folder, and take the place of an earlier verification's only when all of them are
 * there.
 */
public final class VerificationFiles implements AutoCloseable {

  /** In the names of files, whoever is no mode. */
  static final String STORE = "store";

  /** What {@code DaprEventStore.builder(...).profile(path)} reads. */
  static final String PROFILE = "profile.json";

  private static final String STOPPED = "stopped";

  private final Path folder;
  private final String store;
  private final String again;
  private final Path work;
  private boolean keepWork;

  private VerificationFiles(Path folder, String store, String again, Path work) {
    this.folder = folder;
    this.store = store;
    this.again = again;
    this.work = work;
  }

  /**
   * For one verification; changes nothing that is in {@code folder}.
   *
   * @param folder where the files are to be; it is made when there is none
   * @param store the store's short name, as its report will have it
   * @param again the command that verifies the same store again, for the witnesses
   * @throws IOException if the folder cannot be written to, in a line that names the fix
   */
  public static VerificationFiles open(Path folder, String store, String again) throws IOException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".slicebench-", ""));
    } catch (IOException e) {
      throw new IOException(
          "cannot write results to %s (%s): give another folder with --results"
              .formatted(folder, FileTree.reason(e)),
          e);
    }
    Path work;
    try {
      work = Files.createTempDirectory("slicebench-verify-");
      Files.createDirectory(work.resolve(store));
    } catch (IOException e) {
      throw new IOException(
          "cannot write to the folder for temporary files %s (%s): make room there"
              .formatted(System.getProperty("java.io.tmpdir"), FileTree.reason(e)),
          e);
    }
    return new VerificationFiles(folder, store, again, work);
  }

  /** Returns the folder for what is recorded meanwhile: histories, and calls of broken rules. */
  public Path evidence() {
    return work.resolve(store);
  }

  /** Returns where the report will be. */
  public Path json() {
    return folder.resolve(store + ".json");
  }

  /** Returns the witness of a failure, as Markdown. */
  public String witness(VerificationReport report, String subject, Finding finding)
      throws IOException {
    String owner = owner(subject, finding);
    Rule rule = Rules.of(finding.rule());
    String calls = RecordedCalls.read(evidence(), owner, rule.id());
    return """
        # Rule %s, broken by %s on %s

        %s

        *%s*

        Seen on %s, %s, seed %d:

        > %s

        To see it again: `%s`
        %s"""
        .formatted(
            rule.id(),
            owner.equals(STORE) ? "the store" : owner,
            store,
            rule.text(),
            rule.intent(),
            report.sidecar().backend(),
            report.sidecar().description(),
            report.seed(),
            finding.detail().replace("\n", "\n> "),
            command(report, owner, rule, Soak.brokenSeed(finding.detail()).orElse(report.seed())),
            calls.isEmpty() ? "" : "\n" + calls);
  }

  /**
   * Puts all files of a report into the folder, in place of those of an earlier one of the same
   * store; a reader finds the one or the other. To be called once.
   *
   * @throws IOException if that fails; then the earlier ones are there still, and the message says
   *     where the new ones are
   */
  public void write(VerificationReport report) throws IOException {
    // A mimic's verdict is never that of the store that it mimics.
    if (report.sidecar().kind() != SidecarKind.EMBEDDED) {
      verdicts(report).write(evidence().resolve(PROFILE));
    }
    write(report, folder);
  }

  /**
   * Puts all files of a report that a stopped verification leaves into a folder of its own in the
   * folder: a part takes no whole verdict's place. To be called once, in place of {@link #write}.
   *
   * @return the report's file
   * @throws IOException as {@link #write}
   */
  public Path writePart(VerificationReport report) throws IOException {
    Path parts = folder.resolve(STOPPED);
    write(report, parts);
    return parts.resolve(json().getFileName());
  }

  private void write(VerificationReport report, Path target) throws IOException {
    try {
      writeWitnesses(report, STORE, report.storeProbes());
      for (ModeReport mode : report.modes()) {
        writeWitnesses(report, mode.mode().name(), mode.findings());
      }
      RecordedCalls.deleteAll(evidence());
      report.write(work.resolve(store + ".json"));
      Files.writeString(work.resolve(store + ".xml"), JunitXml.of(report));
      Files.writeString(work.resolve(store + ".md"), Matrix.markdown(report));
      Files.createDirectories(target);
      FileTree.replace(
          work, target, List.of(store, store + ".xml", store + ".md", store + ".json"));
    } catch (IOException e) {
      keepWork = true;
      throw new IOException(
          "cannot write the results to %s (%s): what is whole of them is in %s; make room and move it, or verify again with --results"
              .formatted(target, FileTree.reason(e), work),
          e);
    }
  }

  private static StoreVerdicts verdicts(VerificationReport report) {
    Map<SliceMode, StoreVerdicts.Found> modes = new EnumMap<>(SliceMode.class);
    String source =
        "slicebench verify, profile %s, seed %d, on %s"
            .formatted(report.profile(), report.seed(), report.sidecar().description());
    for (ModeReport mode : report.modes()) {
      StoreVerdicts.Verdict verdict =
          switch (mode.verdict()) {
            case SAFE -> StoreVerdicts.Verdict.SAFE;
            case UNSAFE -> StoreVerdicts.Verdict.UNSAFE;
            case UNSUPPORTED -> StoreVerdicts.Verdict.UNSUPPORTED;
            case INCONCLUSIVE, UNPROVEN -> StoreVerdicts.Verdict.INCONCLUSIVE;
          };
      modes.put(
          mode.mode(),
          new StoreVerdicts.Found(
              verdict, mode.reason(), Instant.parse(report.startedAt()), source));
    }
    SidecarInfo.Component component = report.sidecar().component();
    return new StoreVerdicts(component.type(), component.version(), modes);
  }

  private void writeWitnesses(VerificationReport report, String subject, List<Finding> findings)
      throws IOException {
    for (Finding finding : findings) {
      String file = finding.file();
      if (file != null) {
        String witness = witness(report, subject, finding);
        Files.writeString(work.resolve(file), earlier(file, witness).orElse(witness));
      }
    }
  }

  /** Returns the same witness with its calls, where an earlier sitting of a soak wrote it. */
  private Optional<String> earlier(String file, String witness) throws IOException {
    Path there = folder.resolve(file);
    return Files.exists(there)
        ? Optional.of(Files.readString(there)).filter(text -> text.startsWith(witness))
        : Optional.empty();
  }

  private static String owner(String subject, Finding finding) {
    return finding.group() == RuleGroup.STORE_PROBES ? STORE : subject;
  }

  private String command(VerificationReport report, String owner, Rule rule, long seed) {
    String mode = owner.equals(STORE) ? "" : " --mode " + owner;
    String profile =
        switch (report.profile()) {
          case "quick" -> "";
          // Its rules are asked as quick asks them; a round tries as much as the standard profile.
          case "soak" ->
              rule.id().equals(VerificationReport.SOAK_RULE) ? " --profile standard" : "";
          default -> " --profile " + report.profile();
        };
    return "%s%s --rule %s%s --seed %d".formatted(again, mode, rule.id(), profile, seed);
  }

  /** Takes the temporary folder away, unless it holds the only copy of results. */
  @Override
  public void close() {
    if (!keepWork) {
      FileTree.delete(work);
    }
  }
}
