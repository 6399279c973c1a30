package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.evidence.verification.Verifications;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Earlier evidence stays until the new is there as a whole. */
class VerificationFilesTest {

  private static final String AGAIN = "./slicebench verify --backend redis";

  @TempDir private Path folder = Path.of("");

  @Test
  void evidenceOfAnEarlierVerificationStaysUntilTheNewIsWritten() throws IOException {
    write("7.23");
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      Files.writeString(files.evidence().resolve("OFF-5.1-1.jsonl"), "{}");

      assertThat(tree())
          .containsExactly(
              "redis-v1",
              "redis-v1.json",
              "redis-v1.md",
              "redis-v1.xml",
              "redis-v1/profile.json",
              "redis-v1/store-7.23.md");
    }
    // As after Ctrl-C: nothing was written.
    assertThat(tree()).contains("redis-v1/store-7.23.md").hasSize(6);
  }

  @Test
  void theNewEvidenceTakesThePlaceOfAllOfTheOld() throws IOException {
    write("7.23");
    write("7.27");

    assertThat(tree())
        .containsExactly(
            "redis-v1",
            "redis-v1.json",
            "redis-v1.md",
            "redis-v1.xml",
            "redis-v1/profile.json",
            "redis-v1/store-7.27.md");
    assertThat(VerificationReport.read(folder.resolve("redis-v1.json")).storeProbes())
        .extracting(Finding::file)
        .containsExactly("redis-v1/store-7.27.md");
  }

  @Test
  void whatAStoppedVerificationFoundTakesNoWholeVerdictsPlace() throws IOException {
    write("7.23");
    byte[] whole = Files.readAllBytes(folder.resolve("redis-v1.json"));

    Path part;
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      part = files.writePart(report("7.27"));
    }

    assertThat(Files.readAllBytes(folder.resolve("redis-v1.json"))).isEqualTo(whole);
    assertThat(folder.resolve("redis-v1/store-7.23.md")).exists();
    assertThat(part).isEqualTo(folder.resolve("stopped/redis-v1.json")).exists();
    assertThat(folder.resolve("stopped/redis-v1/store-7.27.md")).exists();
  }

  @Test
  void otherFilesOfTheFolderStay() throws IOException {
    Files.writeString(folder.resolve("sqlite-v1.json"), "{}");

    write("7.23");

    assertThat(folder.resolve("sqlite-v1.json")).hasContent("{}");
  }

  @Test
  void aFolderThatIsNoneIsToldBeforeAnythingIsAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    assertThatThrownBy(() -> VerificationFiles.open(file, "redis-v1", AGAIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write results to " + file)
        .hasMessageContaining("give another folder with --results");
    assertThat(file).hasContent("mine");
  }

  @Test
  void whatCannotBeMovedIntoPlaceIsNamedAndKept() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path kept;
    try (VerificationFiles files = VerificationFiles.open(target, "redis-v1", AGAIN)) {
      kept = Objects.requireNonNull(files.evidence().getParent());
      Files.delete(target);
      Files.writeString(target, "in the way");

      assertThatThrownBy(() -> files.write(report("7.27")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write the results to " + target)
          .hasMessageContaining(kept.toString());
    }
    assertThat(kept.resolve("redis-v1.json")).exists();
    assertThat(kept.resolve("redis-v1").resolve("store-7.27.md")).exists();
    FileTree.delete(kept);
  }

  @Test
  void aWitnessHasItsCallsAndTheCommandThatShowsItAgain() throws IOException {
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      RecordedCalls.write(
          files.evidence(), "store", "7.27", "1  client 1, 0.0 to 0.1: get k: done\n");

      files.write(report("7.27"));
    }

    assertThat(Files.readString(folder.resolve("redis-v1/store-7.27.md")))
        .contains("`./slicebench verify --backend redis --rule 7.27 --seed 7`")
        .contains("1  client 1, 0.0 to 0.1: get k: done");
    assertThat(tree()).noneMatch(name -> name.endsWith(".calls"));
  }

  @Test
  void aFindingIsWrittenByItsComponentsAlone() throws IOException {
    write("7.27");

    assertThat(
            new ObjectMapper()
                .readTree(folder.resolve("redis-v1.json").toFile())
                .at("/storeProbes/0"))
        .hasSize(Finding.class.getRecordComponents().length);
  }

  @Test
  void theLibraryReadsWhatWasFound() throws IOException {
    VerificationReport report = report("7.23", SidecarKind.NATIVE);
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      files.write(report);
    }

    StoreVerdicts read = StoreVerdicts.read(folder.resolve("redis-v1/profile.json"));
    assertThat(read.componentType()).isEqualTo("state.redis");
    assertThat(read.modes()).containsOnlyKeys(SliceMode.OFF);
    StoreVerdicts.Found found = Objects.requireNonNull(read.modes().get(SliceMode.OFF));
    assertThat(found.verdict()).isEqualTo(StoreVerdicts.Verdict.UNSAFE);
    assertThat(found.reason()).isEqualTo("rule 7.23: key k is gone");
    assertThat(found.date()).isEqualTo("2026-11-26T10:00:00Z");
  }

  @Test
  void aMimicsVerdictIsNoProfileOfTheStore() throws IOException {
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      files.write(report("7.23", SidecarKind.EMBEDDED));
    }

    assertThat(tree()).contains("redis-v1.json").doesNotContain("redis-v1/profile.json");
  }

  @Test
  void aReportOfTheFirstSchemaIsReadAsToday() throws IOException {
    write("7.27");
    Path file = folder.resolve("redis-v1.json");
    String first =
        Files.readString(file)
            .replace("\"schema\" : 4", "\"schema\" : 1")
            .replace("\"verdict\" : \"UNSAFE\"", "\"standing\" : \"NOT_ASKED\"");
    assertThat(first).contains("NOT_ASKED");
    Files.createDirectory(folder.resolve(Verifications.FOLDER));
    Files.writeString(folder.resolve(Verifications.FOLDER).resolve("redis-v1.json"), first);

    assertThat(Verifications.read(folder).get(0).modes())
        .extracting(ModeReport::verdict)
        .containsExactly(Verdict.INCONCLUSIVE);
  }

  private void write(String rule) throws IOException {
    try (VerificationFiles files = VerificationFiles.open(folder, "redis-v1", AGAIN)) {
      files.write(report(rule));
    }
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    }
  }

  private static VerificationReport report(String broken) {
    return report(broken, SidecarKind.NATIVE);
  }

  private static VerificationReport report(String broken, SidecarKind kind) {
    Rule rule = Rules.of(broken);
    return new VerificationReport(
        VerificationReport.SCHEMA,
        "redis-v1",
        "2026-11-26T10:00:00Z",
        "2026-11-26T10:01:00Z",
        "quick",
        7,
        new SidecarInfo(
            kind,
            "1.18.1",
            "app",
            new SidecarInfo.Component("statestore", "state.redis", "v1", Set.of()),
            "Redis 6.2.11",
            "daprd 1.18.1, started by slicebench"),
        List.of(
            new Finding(
                rule.id(),
                rule.group(),
                rule.kind(),
                Outcome.FAIL,
                "key k is gone",
                "redis-v1/store-" + broken + ".md")),
        List.of(
            new ModeReport(
                SliceMode.OFF,
                Verdict.UNSAFE,
                "rule " + broken + ": key k is gone",
                List.of(),
                null)),
        List.of(),
        List.of());
  }
}
