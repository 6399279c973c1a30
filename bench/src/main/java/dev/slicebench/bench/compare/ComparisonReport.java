package dev.slicebench.bench.compare;

import dev.slicebench.bench.compare.Judgement.JudgedRow;
import dev.slicebench.bench.compare.Recording.Note;
import dev.slicebench.bench.ruler.RulerPart;
import dev.slicebench.bench.stats.Shift;
import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A judged comparison in words: for a terminal, and as Markdown for a pull request. */
public final class ComparisonReport {

  /** The first line of the Markdown, by which a comment is found again and replaced. */
  static final String MARKER = "<!-- slicebench compare -->";

  private final Recording recording;
  private final Judgement judgement;

  /** For one comparison. */
  public ComparisonReport(Recording recording, Judgement judgement) {
    this.recording = recording;
    this.judgement = judgement;
  }

  /** For a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    facts()
        .forEach(
            fact -> wrapped(text, "%-9s ".formatted(fact.name()), " ".repeat(10), fact.value()));
    line(text, "");
    TextTable table =
        new TextTable(
            1,
            List.of(
                Column.left(""),
                Column.left("verdict"),
                Column.left("calls"),
                Column.right("head/base, 95 %"),
                Column.right("p"),
                Column.right("base ms"),
                Column.right("head ms")));
    for (JudgedRow one : judgement.rows()) {
      table.add(
          List.of(
              label(one),
              one.verdict().label(),
              calls(one),
              ratio(one.shift()),
              p(one.p()),
              Numbers.of(one.baseMs()),
              Numbers.of(one.headMs())));
    }
    text.append(table.text(""));
    line(text, "");
    for (JudgedRow one : judgement.rows()) {
      if (one.enoughForks().isPresent()) {
        wrapped(text, "", "  ", label(one) + ": " + verdict(one));
      }
    }
    notes().forEach(note -> wrapped(text, "", "  ", note));
    wrapped(text, "", "  ", conclusion());
    legend().forEach(sentence -> wrapped(text, "", "  ", sentence));
    return text.toString();
  }

  /** As GitHub's Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    line(text, MARKER);
    line(text, "### slicebench compare: " + judgement.overall().label());
    line(text, "");
    line(text, conclusion());
    line(text, "");
    line(text, "| | base ms | head ms | head/base, 95 % | p | calls | verdict |");
    line(text, "| --- | ---: | ---: | --- | ---: | --- | --- |");
    for (JudgedRow one : judgement.rows()) {
      line(
          text,
          List.of(
                  label(one),
                  Numbers.of(one.baseMs()),
                  Numbers.of(one.headMs()),
                  ratio(one.shift()),
                  p(one.p()),
                  calls(one),
                  one.verdict().isRegression() ? "**" + verdict(one) + "**" : verdict(one))
              .stream()
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
    line(text, "");
    notes().forEach(note -> line(text, "* " + note));
    facts().forEach(fact -> line(text, "* " + fact.name() + ": " + fact.value()));
    line(text, "");
    line(text, "<sub>" + String.join(" ", legend()) + "</sub>");
    return text.toString();
  }

  private record Fact(String name, String value) {}

  private List<Fact> facts() {
    SidecarInfo sidecar = recording.sidecar();
    boolean embedded = sidecar.kind() == SidecarKind.EMBEDDED;
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("base", recording.base()));
    facts.add(new Fact("head", recording.head()));
    facts.add(
        new Fact(
            "sidecar",
            (embedded ? "embedded (not Dapr), behaves as daprd " : "daprd ")
                + sidecar.daprVersion()
                + "; "
                + sidecar.backend()));
    facts.add(new Fact("machine", recording.machine().label() + ", " + recording.machine().jvm()));
    facts.add(new Fact("ruler", ruler()));
    facts.add(new Fact("noise", noise()));
    return facts;
  }

  /** Returns what the same code took for both sides. */
  private String ruler() {
    return "the same code took, head/base: "
        + judgement.ruler().entrySet().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT, "%s %.3f", part.getKey().label(), part.getValue().ratio()))
            .collect(Collectors.joining(", "));
  }

  private String noise() {
    return "from pair to pair that spread by "
        + judgement.ruler().keySet().stream()
            .map(
                part ->
                    String.format(Locale.ROOT, "%s %.1f %%", part.label(), 100 * rulerSpread(part)))
            .collect(Collectors.joining(", "))
        + " (standard deviation)";
  }

  private double rulerSpread(RulerPart part) {
    return Math.sqrt(
        recording.rows().stream()
            .flatMap(row -> row.pairs().stream())
            .flatMap(pair -> Optional.ofNullable(pair.ruler().get(part)).stream())
            .mapToDouble(reading -> reading.logRatio() * reading.logRatio())
            .average()
            .orElse(0));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Note note : recording.broken()) {
      notes.add("BROKEN " + note.cell().label() + ": " + note.reason());
    }
    for (Note note : recording.leftOut()) {
      notes.add("left out: " + note.cell().label() + ": " + note.reason());
    }
    if (!recording.notDeleted().isEmpty()) {
      notes.add("not deleted: " + String.join(" ", recording.notDeleted()));
    }
    return notes;
  }

  private String conclusion() {
    String worst =
        switch (judgement.overall()) {
          case SLOWER -> "head is slower";
          case MORE_CALLS -> "head makes more Dapr calls";
          case BROKEN -> "head fails where base does not";
          case FASTER -> "head is faster, and nowhere slower";
          case SAME ->
              String.format(
                  Locale.ROOT, "no difference of %.0f %% or more", 100 * Judgement.MARGIN);
          case CANT_TELL -> "can't tell";
        };
    return "Overall: "
        + worst
        + judgement.moved().map(reason -> " (inconclusive: " + reason + ")").orElse("")
        + ".";
  }

  private List<String> legend() {
    return List.of(
        "ms: what a tenth of a fork's operations stayed within, the median of "
            + recording.effort().forks()
            + " forks: noise only adds. Streams and appends: "
            + load()
            + ".",
        "head/base: Hodges-Lehmann over pairs of forks that ran in turns, with its bootstrap interval;"
            + " p: Wilcoxon's signed-rank test, after Holm.",
        String.format(
            Locale.ROOT,
            "slower, faster: p < %s and a ratio beyond %.0f %%; same: the interval is within %.0f %%.",
            Judgement.ALPHA,
            100 * Judgement.MARGIN,
            100 * Judgement.MARGIN));
  }

  private String load() {
    return recording.rows().stream()
        .map(row -> row.cell().shape())
        .distinct()
        .map(
            load ->
                String.format(
                    Locale.ROOT,
                    "%,d events, %d at a time, %,d B each",
                    load.streamLength(),
                    load.eventsPerAppend(),
                    load.payloadBytes()))
        .collect(Collectors.joining("; "));
  }

  private static String label(JudgedRow row) {
    return row.cell().benchmark().label() + " " + row.cell().mode();
  }

  private static String verdict(JudgedRow row) {
    return row.enoughForks().isPresent()
        ? row.verdict().label() + ": about " + row.enoughForks().getAsInt() + " forks would"
        : row.verdict().label();
  }

  private static String calls(JudgedRow row) {
    return row.calls().map(CallCount::words).orElse("-");
  }

  private static String ratio(Shift shift) {
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", shift.ratio(), shift.low(), shift.high());
  }

  private static String p(double p) {
    return p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  private static void wrapped(StringBuilder text, String first, String further, String content) {
    text.append(Paragraph.wrap(first, further, content));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
