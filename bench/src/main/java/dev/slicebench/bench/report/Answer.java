package dev.slicebench.bench.report;

import dev.slicebench.bench.run.Envelope.Broken;
import dev.slicebench.bench.run.RequestUnits;
import dev.slicebench.bench.run.Standing;
import dev.slicebench.bench.run.Standing.Verdict;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.sidecar.CosmosMeter.Charges;
import dev.slicebench.sidecar.SidecarInfo;
import dev.slicebench.sidecar.SidecarKind;
import dev.slicebench.store.SliceMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which slice mode to use, from what was measured; never one that is not safe. */
final class Answer {

  private Answer() {}

  /**
   * The answer in a sentence or two. A mode with a broken cell is not recommended, since its
   * figures are not whole; one whose standing is unproven only where none is safe, and with a
   * warning.
   */
  static String of(
      Scores scores,
      List<Standing> standings,
      List<Broken> broken,
      SidecarInfo sidecar,
      @Nullable RequestUnits requestUnits) {
    List<SliceMode> safe = usable(standings, broken, Verdict.SAFE);
    boolean proven = !safe.isEmpty();
    List<SliceMode> candidates = proven ? safe : usable(standings, broken, Verdict.UNPROVEN);
    Ranking append = Ranking.of(scores, Subject.APPEND, candidates);
    Ranking load = Ranking.of(scores, Subject.LOAD_WHOLE, candidates);
    StringBuilder answer = new StringBuilder("On ").append(sidecar.backend());
    if (append.costs().isEmpty() || load.costs().isEmpty()) {
      return answer.append(", none: no mode that is safe there was measured whole.").toString();
    }
    answer
        .append(": ")
        .append(recommendation(append, load, candidates, proven ? "safe" : "possible"));
    if (!proven) {
      answer.append(
          " No mode is proven safe there: nothing was seen to break, which is not enough to trust it"
              + " with events.");
    }
    if (requestUnits != null) {
      answer.append(bill(Scores.of(requestUnits), candidates, requestUnits.source()));
    }
    if (sidecar.kind() == SidecarKind.EMBEDDED) {
      answer.append(
          " (Measured on the embedded sidecar, which is not Dapr: run it on your own store before"
              + " you decide.)");
    }
    return answer.toString();
  }

  private static String bill(Scores charges, List<SliceMode> candidates, Charges source) {
    Ranking append = Ranking.of(charges, Subject.APPEND, candidates);
    Ranking load = Ranking.of(charges, Subject.LOAD_WHOLE, candidates);
    if (candidates.size() < 2 || append.costs().isEmpty() || load.costs().isEmpty()) {
      return "";
    }
    return " In request units, "
        + (source == Charges.MEASURED ? "measured" : "modelled")
        + ", "
        + lead(append)
        + ", and "
        + lead(load)
        + ".";
  }

  private static List<SliceMode> usable(
      List<Standing> standings, List<Broken> broken, Verdict verdict) {
    return standings.stream()
        .filter(standing -> standing.verdict() == verdict)
        .map(Standing::mode)
        .filter(mode -> broken.stream().noneMatch(one -> isOurs(one, mode)))
        .toList();
  }

  private static boolean isOurs(Broken broken, SliceMode mode) {
    return broken.cell().mode() == mode
        && broken.cell().protocol() == dev.slicebench.bench.jmh.Protocol.OURS;
  }

  private static String recommendation(
      Ranking append, Ranking load, List<SliceMode> candidates, String kind) {
    if (candidates.size() == 1) {
      return "use " + candidates.get(0) + ", the only " + kind + " mode that was measured.";
    }
    List<SliceMode> both = new ArrayList<>(append.best());
    both.retainAll(load.best());
    if (both.isEmpty()) {
      return "use %s if you append more than you load, and %s if you load more: %s, and %s."
          .formatted(either(append.best()), either(load.best()), lead(append), lead(load));
    }
    return "use %s: of the %s modes, %s, and %s."
        .formatted(either(both), kind, lead(append), lead(load));
  }

  /** How the best compare with the rest. */
  private static String lead(Ranking ranking) {
    String subject = ranking.subject().label();
    List<SliceMode> best = ranking.best();
    Ranking.Cost first = ranking.costs().get(0);
    if (best.size() > 1) {
      String among = best.size() == ranking.costs().size() ? "any of them" : all(best);
      return "there is no measurable difference in %s between %s".formatted(subject, among);
    }
    Ranking.Cost next = Objects.requireNonNull(ranking.costs().get(1));
    return String.format(
        Locale.ROOT,
        "%s has the cheapest %s (%s, the next, costs %.1f times as much)",
        first.mode(),
        subject,
        next.mode(),
        next.perOp() / first.perOp());
  }

  private static String either(Collection<SliceMode> modes) {
    return joined(modes, " or ");
  }

  private static String all(Collection<SliceMode> modes) {
    return joined(modes, " and ");
  }

  private static String joined(Collection<SliceMode> modes, String word) {
    List<String> names = modes.stream().sorted().map(SliceMode::name).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + word + names.get(last);
  }
}
