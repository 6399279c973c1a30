package dev.slicebench.evidence;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slicebench.store.ModeStanding;
import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a slice mode keeps the event store's promises on one state store.
 *
 * @param reason what was found, in a sentence: the witness where the mode is unsafe, the missing
 *     thing where it is unsupported
 * @param source where the verdict comes from
 * @param date the day on which it was found, in UTC; null for what is known by the component's name
 */
public record Safety(
    SliceMode mode, Verdict verdict, String reason, Source source, @Nullable String date) {

  /** What the evidence says; the worse, the later. */
  public enum Verdict {
    /** It keeps every promise. */
    SAFE,
    /** Nothing speaks against it, and too little for it. */
    UNPROVEN,
    /** It was tried, and too little happened to tell. */
    @JsonAlias("NOT_ASKED")
    INCONCLUSIVE,
    /** The store lacks something that the mode cannot do without. */
    UNSUPPORTED,
    /** It loses or forges events. */
    UNSAFE;

    /** Returns whether the mode may be measured and, for want of a better one, named. */
    public boolean isUsable() {
      return this == SAFE || isOpen();
    }

    private boolean isOpen() {
      return this == UNPROVEN || this == INCONCLUSIVE;
    }

    /** Returns the verdict in a word of a sentence. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a verdict comes from; the weightier, the earlier. */
  public enum Source {
    /** A verification asked all rules of this very store. */
    VERIFIED("verified"),
    /** A run tried the modes for some seconds before it measured them. */
    PROBED("probed"),
    /** The component is known by its name and version. */
    KNOWN("known by its name");

    private final String word;

    Source(String word) {
      this.word = word;
    }
  }

  /** Reads what was written before verdicts had a source, too: runs alone wrote those. */
  @JsonCreator
  static Safety read(
      @JsonProperty("mode") SliceMode mode,
      @JsonProperty("verdict") Verdict verdict,
      @JsonProperty("reason") String reason,
      @JsonProperty("source") @Nullable Source source,
      @JsonProperty("date") @Nullable String date) {
    return new Safety(mode, verdict, reason, source == null ? Source.PROBED : source, date);
  }

  /** Returns what is known of a component by its name. */
  public static Safety known(SliceMode mode, ModeStanding standing) {
    Verdict verdict =
        standing instanceof ModeStanding.Safe
            ? Verdict.SAFE
            : standing instanceof ModeStanding.Unsafe
                ? Verdict.UNSAFE
                : standing instanceof ModeStanding.Unsupported
                    ? Verdict.UNSUPPORTED
                    : Verdict.UNPROVEN;
    return new Safety(mode, verdict, standing.reason(), Source.KNOWN, null);
  }

  /**
   * Combines all that was found of one mode on one store. Where findings disagree, the worst
   * counts, and the reason names the others. A verification that found the mode safe outweighs what
   * is merely open; some seconds of probes do not prove a component that nobody has verified.
   *
   * @param findings at least one; of two with the same source and verdict, the first is told
   */
  public static Safety combine(Collection<Safety> findings) {
    List<Safety> weightiest =
        findings.stream().sorted(Comparator.comparing(Safety::source)).toList();
    boolean verified =
        weightiest.stream()
            .anyMatch(one -> one.source == Source.VERIFIED && one.verdict == Verdict.SAFE);
    List<Safety> counting =
        weightiest.stream().filter(one -> !(verified && one.verdict.isOpen())).toList();
    Verdict worst =
        counting.stream().map(Safety::verdict).max(Comparator.naturalOrder()).orElseThrow();
    Safety first = counting.stream().filter(one -> one.verdict == worst).findFirst().orElseThrow();
    Set<String> others =
        counting.stream()
            .filter(one -> one.verdict != worst)
            .map(one -> one.evidence() + ": " + one.verdict.word())
            // What is combined once more names them already.
            .filter(other -> !first.reason.contains(other))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return others.isEmpty()
        ? first
        : new Safety(
            first.mode,
            worst,
            "%s (%s; but %s)".formatted(first.reason, first.evidence(), String.join(", ", others)),
            first.source,
            first.date);
  }

  /** Returns where the verdict comes from, with its day, such as {@code verified 2026-11-26}. */
  public String evidence() {
    return date == null ? source.word : source.word + " " + date;
  }

  /** Returns the same, found on {@code day} unless it says when. */
  public Safety on(String day) {
    return date == null && source != Source.KNOWN
        ? new Safety(mode, verdict, reason, source, day)
        : this;
  }
}
