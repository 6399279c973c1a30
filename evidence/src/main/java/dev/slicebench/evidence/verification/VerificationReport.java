package dev.slicebench.evidence.verification;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found out. Holds no secret.
 *
 * @param schema the version of this layout
 * @param store a short name of the store, for files and tables
 * @param startedAt ISO 8601, UTC
 * @param profile how much was tried
 * @param seed decided every random choice
 * @param storeProbes what was found of the state store itself
 * @param modes what was found of each mode
 * @param notDeleted keys that were written and could not be deleted
 * @param power how seldom a fault may be and would yet have been seen; empty before schema 3
 */
public record VerificationReport(
    int schema,
    String store,
    String startedAt,
    String finishedAt,
    String profile,
    long seed,
    SidecarInfo sidecar,
    List<Finding> storeProbes,
    List<ModeReport> modes,
    List<String> notDeleted,
    List<Power> power) {

  /** The number of the rule that a soak asks once more. */
  public static final String SOAK_RULE = "6.15";

  /** The layout that this version writes; it reads the earlier ones too. */
  public static final int SCHEMA = 4;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE) // What follows is no field.
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Takes what is missing in an older layout for nothing. */
  public VerificationReport {
    power = Objects.requireNonNullElse(power, List.of());
  }

  /** What came of a rule. */
  public enum Outcome {
    /** It was kept. */
    PASS,
    /** It was seen broken. */
    FAIL,
    /** It was not asked. */
    SKIP,
    /** Too little happened, calls failed meanwhile, or its turn never came. */
    INCONCLUSIVE
  }

  /**
   * What was found about a rule.
   *
   * @param detail the witness of a failure; else the reason, or the counts
   * @param file the witness's file beside the report; null where there is none
   */
  public record Finding(
      String rule,
      RuleGroup group,
      RuleKind kind,
      Outcome outcome,
      String detail,
      @Nullable String file) {

    /** How the detail of a rule begins that was left out. */
    public static final String NOT_ASKED = "not asked: ";

    /** Returns whether a mode that stands on the rule cannot be called safe for it. */
    public boolean isOpen() {
      return (outcome == Outcome.INCONCLUSIVE && kind != RuleKind.OPTIONAL) || isWithheld();
    }

    /** Returns whether the store was not asked what a mode that stands on it relies on. */
    public boolean isWithheld() {
      return outcome == Outcome.SKIP
          && group == RuleGroup.STORE_PROBES
          && kind != RuleKind.OPTIONAL;
    }

    /** Returns whether its turn never came. */
    public boolean isLeftOut() {
      return outcome == Outcome.INCONCLUSIVE && detail.startsWith(NOT_ASKED);
    }

    /** Returns whether a mode that stands on the rule is unsafe by it. */
    public boolean isUnsafe() {
      return outcome == Outcome.FAIL && kind != RuleKind.OPTIONAL;
    }
  }

  /**
   * What a soak saw.
   *
   * @param rounds how many showed enough to be judged
   * @param tally what happened in them
   */
  public record Soaked(int rounds, Tally tally) {}

  /**
   * What was found about a mode.
   *
   * @param verdict {@code standing} in schema 1, where {@code NOT_ASKED} stood for a mode of which
   *     no rule could be asked
   * @param reason the first broken rule and its witness, the missing thing, or the counts
   * @param findings of all its rules, and of the store probes that it stands on
   * @param soaked null where it was not soaked, and before schema 4
   */
  public record ModeReport(
      SliceMode mode,
      @JsonAlias("standing") Verdict verdict,
      String reason,
      List<Finding> findings,
      @Nullable Soaked soaked) {

    /** Returns the mode's safety as {@code source} found it on {@code day}. */
    public Safety safety(Safety.Source source, String day) {
      return new Safety(mode, verdict, reason, source, day);
    }

    /**
     * Returns what a soak of the mode found, which asks its rule once more; empty where there was
     * none.
     */
    public Optional<Finding> soak() {
      List<Finding> asked =
          findings.stream().filter(finding -> finding.rule().equals(SOAK_RULE)).toList();
      return asked.size() > 1 ? Optional.of(asked.get(asked.size() - 1)) : Optional.empty();
    }

    /** Returns the verdict by the rules of one group; empty where none of them could be asked. */
    public Optional<Verdict> in(RuleGroup group) {
      return verdict == Verdict.UNSUPPORTED
          ? Optional.of(verdict)
          : VerificationReport.verdict(
              findings.stream().filter(finding -> finding.group() == group).toList());
    }

    /** Returns the first rule of the group that was seen broken, and counts. */
    public Optional<Finding> broken(RuleGroup group) {
      return findings.stream()
          .filter(finding -> finding.group() == group && finding.isUnsafe())
          .findFirst();
    }
  }

  /** Returns the day on which it began, in UTC. */
  public String day() {
    return startedAt.substring(0, "2026-11-26".length());
  }

  /** Returns what was found of each mode. */
  public List<Safety> safety() {
    return modes.stream().map(mode -> mode.safety(Safety.Source.VERIFIED, day())).toList();
  }

  /**
   * Returns whether this is a verdict on {@code store}: the same component over the same backend.
   * What was verified on the embedded sidecar says nothing of a real one.
   */
  public boolean isOf(SidecarInfo store) {
    return sidecar.component().type().equals(store.component().type())
        && sidecar.component().version().equals(store.component().version())
        && sidecar.backend().equals(store.backend())
        && (sidecar.kind() != SidecarKind.EMBEDDED || store.kind() == SidecarKind.EMBEDDED);
  }

  /** Returns the verdict by what was found about rules; empty where none could be asked. */
  public static Optional<Verdict> verdict(Collection<Finding> findings) {
    if (findings.stream().anyMatch(Finding::isUnsafe)) {
      return Optional.of(Verdict.UNSAFE);
    }
    List<Finding> asked =
        findings.stream()
            .filter(f -> f.outcome() != Outcome.SKIP || f.isWithheld())
            .filter(f -> f.kind() != RuleKind.OPTIONAL)
            .toList();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        asked.stream().anyMatch(Finding::isOpen) ? Verdict.INCONCLUSIVE : Verdict.SAFE);
  }

  /** Reads a report. */
  public static VerificationReport read(Path file) throws IOException {
    return MAPPER.readValue(file.toFile(), VerificationReport.class);
  }

  /** Writes it. */
  public void write(Path file) throws IOException {
    MAPPER.writeValue(file.toFile(), this);
  }
}
