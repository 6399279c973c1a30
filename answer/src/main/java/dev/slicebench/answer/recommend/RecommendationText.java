package dev.slicebench.answer.recommend;

import dev.slicebench.answer.Answer;
import dev.slicebench.evidence.Charges;
import dev.slicebench.evidence.Profile;
import dev.slicebench.evidence.Safety;
import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.Score;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.run.Run;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import dev.slicebench.evidence.verification.Power;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A recommendation in words, for a terminal of 80 columns. */
final class RecommendationText {

  /** Below it, a number reads as 0. */
  private static final double NEARLY_NONE = 0.0005;

  private static final double SECONDS_PER_MONTH = 30 * 24 * 3600.0;

  private final Recommendation recommendation;
  private final Workload workload;
  private final StoreEvidence store;
  private final StringBuilder text = new StringBuilder();

  private RecommendationText(Recommendation recommendation) {
    this.recommendation = recommendation;
    this.workload = recommendation.workload();
    this.store = recommendation.store();
  }

  /** Returns the workload, as the head of what follows. */
  static String head(Workload workload) {
    StringBuilder head = new StringBuilder();
    wrap(head, "", workload.description());
    wrap(
        head,
        "",
        "%s appends a second of %s, %s B each; for each, %s and %s; %s; streams of %s; the network adds %s ms to a round trip to the sidecar, and %s ms from there to the store%s"
            .formatted(
                Numbers.of(workload.appendsPerSecond()),
                Numbers.of(workload.eventsPerAppend(), "event"),
                Numbers.of(workload.payloadBytes()),
                Numbers.of(workload.wholeLoadsPerAppend(), "load") + " of the whole stream",
                Numbers.of(workload.tailLoadsPerAppend()) + " of its last 10 events",
                Numbers.of(workload.writersPerStream(), "writer") + " a stream",
                workload.streamLengths().stream()
                        .map(
                            length ->
                                "%s (%s %%)"
                                    .formatted(
                                        Numbers.of(length.events()),
                                        Numbers.of(100 * length.share())))
                        .collect(Collectors.joining(", "))
                    + " events",
                Numbers.of(workload.clientRoundTripMs()),
                Numbers.of(workload.storeRoundTripMs()),
                workload.pricePerMillionRequestUnits() == null
                    ? ""
                    : "; a million request units cost "
                        + Numbers.of(workload.pricePerMillionRequestUnits())));
    return head.toString();
  }

  /** Returns what stands over the stores of one machine. */
  static String heading(String words) {
    StringBuilder heading = new StringBuilder();
    wrap(heading, "", words);
    return heading.toString();
  }

  /** Returns what stands below the answers: what they are for, and where there is more. */
  static String notes(Workload workload) {
    StringBuilder notes = new StringBuilder();
    wrap(
        notes,
        "",
        "That is for: "
            + sentence(workload.description())
            + " ± is the 95 % interval. --detail says why a mode is out, what would change the answer,"
            + " and how sure it is; --workload answers for yours (docs/choose-a-mode.md).");
    return notes.toString();
  }

  private static String sentence(String words) {
    return words.matches("(?s).*[.!?]\\s*") ? words : words + ".";
  }

  /**
   * Returns the answer and its table.
   *
   * @param detail whether all that is behind it follows
   */
  static String of(Recommendation recommendation, boolean detail) {
    RecommendationText text = new RecommendationText(recommendation);
    return detail ? text.render() : text.brief();
  }

  private String brief() {
    Answer answer = new Reason(recommendation).answer("");
    line("");
    wrap(text, "", answer.store() + ": " + answer.sentence());
    boolean charged = store.chargesSource().isPresent();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.left("mode"),
                Column.left("safe?"),
                Column.right("an append with\nits loads, ms"),
                Column.right("Dapr\ncalls")));
    if (charged) {
      columns.add(Column.right("request\nunits"));
    }
    TextTable table = new TextTable(1, columns);
    for (Safety safety : answer.safety()) {
      Optional<Candidate> candidate =
          recommendation.ranked().stream().filter(one -> one.mode() == safety.mode()).findFirst();
      table.add(
          Stream.of(
                  safety.mode().name(),
                  safety.verdict().word() + power(safety),
                  candidate.map(one -> figure(one.ms(recommendation.network()))).orElse("-"),
                  candidate.map(one -> Numbers.of(one.calls())).orElse("-"),
                  candidate
                      .flatMap(Candidate::requestUnits)
                      .map(RecommendationText::figure)
                      .orElse("-"))
              .limit(columns.size())
              .toList());
    }
    line("");
    text.append(table.text("  "));
    if (answer.safety().stream().anyMatch(safety -> !power(safety).isEmpty())) {
      wrap(text, "  ", "1 in N: a fault in one of N appends would have been seen with 90 %.");
    }
    return text.toString();
  }

  private String power(Safety safety) {
    return safety.verdict() == Verdict.SAFE
        ? store.power(safety.mode()).map(Power::odds).map(" (%s)"::formatted).orElse("")
        : "";
  }

  private String render() {
    SidecarInfo sidecar = store.sidecar();
    line("");
    wrap(
        text,
        "",
        "%s (%s %s), from %s"
            .formatted(
                store.title(),
                sidecar.component().type(),
                sidecar.component().version(),
                StoreEvidence.names(store.runs())));
    wrap(text, "  ", new Reason(recommendation).answer("").sentence());
    if (!recommendation.ranked().isEmpty()) {
      table();
    }
    outs();
    missing();
    if (recommendation.isAnswer()) {
      wrap(text, "  ", "What would change it: " + String.join("; ", changes()) + ".");
    }
    wrap(text, "  ", "How sure: " + certainty());
    return text.toString();
  }

  private void table() {
    boolean charged = store.chargesSource().isPresent();
    boolean priced = charged && workload.pricePerMillionRequestUnits() != null;
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.left("mode"),
                Column.right("an append with\nits loads, ms"),
                Column.right("of it\nnetwork"),
                Column.right("busy\nms a s"),
                Column.right("Dapr\ncalls"),
                Column.right("store\ntrips")));
    if (charged) {
      columns.add(Column.right("request\nunits"));
    }
    if (priced) {
      columns.add(Column.right("price\na month"));
    }
    TextTable table = new TextTable(1, columns);
    for (Candidate one : recommendation.bestFirst()) {
      Score ms = one.ms(recommendation.network());
      String units = one.requestUnits().map(RecommendationText::figure).orElse("-");
      String price =
          one.requestUnits().map(score -> Numbers.of(Math.rint(pricePerMonth(score)))).orElse("-");
      table.add(
          Stream.of(
                  one.mode().name(),
                  figure(ms),
                  Numbers.of(ms.perOp() - one.ms(Network.NONE).perOp()),
                  Numbers.of(ms.perOp() * workload.appendsPerSecond()),
                  Numbers.of(one.calls()),
                  store.isInsideSidecar() ? "-" : Numbers.of(one.storeTrips()),
                  units,
                  price)
              .limit(columns.size())
              .toList());
    }
    line("");
    text.append(table.text("  "));
    line("");
  }

  private double pricePerMonth(Score requestUnits) {
    Double price = workload.pricePerMillionRequestUnits();
    return price == null
        ? 0
        : requestUnits.perOp() * workload.appendsPerSecond() * SECONDS_PER_MONTH / 1e6 * price;
  }

  private void outs() {
    for (Safety one : recommendation.out()) {
      text.append(out(one));
    }
  }

  /** Returns why a mode may not be used. */
  static String out(Safety mode) {
    StringBuilder out = new StringBuilder();
    wrap(
        out,
        "  ",
        "Out: %s, %s (%s): %s"
            .formatted(mode.mode(), mode.verdict().word(), mode.evidence(), mode.reason()));
    return out.toString();
  }

  private String cure(Missing figure) {
    return recommendation
        .cureForFit()
        .orElseGet(
            () ->
                figure
                    .profile()
                    .map(profile -> "'" + store.command(profile) + "' gets it")
                    .orElse("no profile gets it"));
  }

  private void missing() {
    Set<String> commands = new LinkedHashSet<>();
    recommendation
        .missing()
        .forEach(
            (mode, figures) -> {
              figures.forEach(one -> commands.add(cure(one)));
              wrap(
                  text,
                  "  ",
                  "No data: %s: %s"
                      .formatted(
                          mode,
                          figures.stream()
                              .map(one -> one.cell().label())
                              .collect(Collectors.joining("; "))));
            });
    commands.forEach(command -> wrap(text, "    ", command));
  }

  private List<String> changes() {
    List<String> changes = new ArrayList<>();
    // Request units know no network.
    if (recommendation.measure() == Measure.TIME) {
      List<String> latencies = new ArrayList<>();
      latencies.addAll(
          changes(
              recommendation.turnsByStoreRoundTripMs(),
              "a round trip from sidecar to store of %s than about %s ms",
              "less",
              "added to a round trip from sidecar to store"));
      latencies.addAll(
          changes(
              recommendation.turnsByClientRoundTripMs(),
              "a round trip to the sidecar of %s than about %s ms",
              "less",
              "added to a round trip to the sidecar"));
      changes.addAll(latencies.isEmpty() ? List.of("no latency up to a second") : latencies);
    }
    List<String> loads =
        changes(
            recommendation.turnsByWholeLoads(),
            "%s than about %s loads of whole streams for an append",
            "fewer",
            "loaded as a whole stream");
    changes.addAll(loads.isEmpty() ? List.of("no number of loads of whole streams") : loads);
    return changes;
  }

  /**
   * Returns turns in words.
   *
   * @param what with a place for more or less, and one for the number
   * @param ofNone what follows on "anything" or "nothing" where the number is nearly 0
   */
  private static List<String> changes(List<Turn> turns, String what, String less, String ofNone) {
    return turns.stream()
        .map(
            turn -> {
              String where =
                  turn.at() < NEARLY_NONE
                      ? (turn.above() ? "anything " : "nothing ") + ofNone
                      : what.formatted(turn.above() ? "more" : less, Numbers.of(turn.at()));
              return "%s (%s%s)"
                  .formatted(
                      where,
                      turn.then().substring(0, 1).toLowerCase(Locale.ROOT),
                      turn.then().substring(1));
            })
        .toList();
  }

  private String certainty() {
    List<String> parts = new ArrayList<>();
    parts.add("± is the 95 % interval of what was measured");
    List<Run> leftOut = store.leftOut();
    if (!leftOut.isEmpty()) {
      parts.add(
          "left out are figures of another daprd, and of operations for which the library made other calls, in %s"
              .formatted(StoreEvidence.names(leftOut)));
    }
    if (!recommendation.scaled().isEmpty()) {
      parts.add(
          "figures behind it that were scaled from the nearest measured ones, by what the ledger counts: %s (the fit is off by %s %% where it can be checked; '%s' would measure more)"
              .formatted(
                  recommendation.scaled().size(),
                  Numbers.of(100 * recommendation.error().orElse(0.0)),
                  store.command(Profile.FULL)));
    }
    if (store.isInsideSidecar()) {
      parts.add("the store is inside daprd, so that only the network before it counts");
    } else if (recommendation.storeTrips() instanceof StoreTrips.Measured measured) {
      parts.add(
          "trips to the store are what %s measured, with %s ms added to each"
              .formatted(
                  measured.run().folder().getFileName(),
                  Numbers.of(measured.latency().measuredStoreMs())));
    } else {
      parts.add(
          "a Dapr call is taken for one trip to the store, and some components make more"
              + (store.canBeDelayed()
                  ? ": '%s --store-latency 5ms' would measure them"
                      .formatted(store.command(Profile.STANDARD))
                  : ""));
    }
    store
        .chargesSource()
        .ifPresent(
            source ->
                parts.add(
                    source == Charges.MEASURED
                        ? "request units are what the account charged"
                        : "request units are an emulator's model, not Azure's bill"));
    if (workload.writersPerStream() > 1) {
      parts.add("conflicts between writers are not priced");
    }
    return String.join("; ", parts) + ".";
  }

  static String figure(Score score) {
    return Numbers.of(score.perOp(), score.error());
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static void wrap(StringBuilder text, String indent, String content) {
    text.append(Paragraph.wrap(indent, indent + "  ", content));
  }
}
