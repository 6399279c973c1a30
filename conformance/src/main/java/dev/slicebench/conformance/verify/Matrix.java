package dev.slicebench.conformance.verify;

import dev.slicebench.evidence.Safety.Verdict;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.text.Paragraph;
import dev.slicebench.evidence.text.TextTable;
import dev.slicebench.evidence.text.TextTable.Column;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.evidence.verification.VerificationReport;
import dev.slicebench.evidence.verification.VerificationReport.Finding;
import dev.slicebench.evidence.verification.VerificationReport.ModeReport;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mode by rule group, for people. */
public final class Matrix {

  private Matrix() {}

  /** As text for a terminal of 80 columns. */
  public static String text(VerificationReport report) {
    List<List<String>> rows = rows(report);
    TextTable table = new TextTable(1, rows.get(0).stream().map(Column::left).toList());
    rows.subList(1, rows.size()).forEach(table::add);
    StringBuilder text = new StringBuilder(Paragraph.wrap("", "  ", header(report)));
    text.append('\n').append(Paragraph.fit(warning(report))).append(table.text("")).append('\n');
    notes(report).forEach(note -> text.append(Paragraph.wrap("", "  ", note)));
    if (!report.power().isEmpty()) {
      text.append(Paragraph.wrap("", "  ", Power.words(report.power())));
    }
    return text.toString();
  }

  /** As Markdown. */
  public static String markdown(VerificationReport report) {
    List<List<String>> rows = rows(report);
    StringBuilder text = new StringBuilder("# ").append(report.store()).append("\n\n");
    text.append(header(report)).append("\n\n").append(warning(report));
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|").append(" --- |".repeat(rows.get(0).size())).append('\n');
      }
    }
    text.append('\n');
    notes(report).forEach(note -> text.append("* ").append(note).append('\n'));
    if (!report.power().isEmpty()) {
      text.append("\nHow seldom a fault may be and would yet have been seen with 90 %:\n\n");
      text.append("| the store | looked for | seen if one in |\n| --- | --- | --- |\n");
      report.power().forEach(power -> text.append(row(power)));
    }
    return text.toString();
  }

  private static String row(Power power) {
    return "| %s%s | %,d times | %s |\n"
        .formatted(
            power.kind().words(),
            power.mode() == null ? "" : ", in appends of " + power.mode(),
            power.opportunities(),
            power.oneIn() == 0 ? "not looked for" : power);
  }

  static String header(VerificationReport report) {
    return "%s, %s; profile %s, seed %d"
        .formatted(
            report.sidecar().backend(),
            report.sidecar().description(),
            report.profile(),
            report.seed());
  }

  /** A mimic's verdict is never that of what it mimics. */
  private static String warning(VerificationReport report) {
    return report.sidecar().kind() == SidecarKind.EMBEDDED
        ? "These verdicts are on slicebench's embedded sidecar, and on no store: run './slicebench"
            + " sidecar install', then verify again.\n\n"
        : "";
  }

  private static List<List<String>> rows(VerificationReport report) {
    List<RuleGroup> groups =
        List.of(RuleGroup.values()).stream()
            .filter(
                group ->
                    report.modes().stream()
                        .flatMap(mode -> mode.findings().stream())
                        .anyMatch(finding -> finding.group() == group))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("mode", "verdict"));
    groups.forEach(group -> head.add(words(group.name())));
    rows.add(head);
    for (ModeReport mode : report.modes()) {
      List<String> row = new ArrayList<>(List.of(mode.mode().name(), mode.verdict().name()));
      groups.forEach(group -> row.add(cell(mode, group)));
      rows.add(row);
    }
    return rows;
  }

  private static String cell(ModeReport mode, RuleGroup group) {
    if (mode.verdict() == Verdict.UNSUPPORTED) {
      return "-";
    }
    String verdict = mode.in(group).map(Verdict::name).orElse("NOT ASKED");
    return mode.broken(group).map(finding -> verdict + " " + finding.rule()).orElse(verdict);
  }

  private static List<String> notes(VerificationReport report) {
    List<String> notes = new ArrayList<>();
    for (ModeReport mode : report.modes()) {
      if (mode.verdict() != Verdict.SAFE) {
        notes.add(mode.mode() + " is " + mode.verdict().name() + ": " + shortened(mode.reason()));
        broken(report, mode).ifPresent(notes::add);
      }
      mode.soak().ifPresent(soak -> notes.add(mode.mode() + " soaked: " + soak.detail()));
    }
    notes.addAll(harmless(report));
    notes.addAll(leftOut(report));
    notes.addAll(notAsked(report));
    if (!report.notDeleted().isEmpty()) {
      notes.add(
          "not deleted, or it may yet land: %,d keys, the first of them %s"
              .formatted(report.notDeleted().size(), report.notDeleted().get(0)));
    }
    return notes;
  }

  private static Optional<String> broken(VerificationReport report, ModeReport mode) {
    String rules =
        mode.findings().stream()
            .filter(Finding::isUnsafe)
            .map(Finding::rule)
            .collect(Collectors.joining(", "));
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s breaks %s: a witness for each is in %s/"
                .formatted(mode.mode(), rules, report.store()));
  }

  /** Rules that no mode is unsafe by, and that were seen broken. */
  private static List<String> harmless(VerificationReport report) {
    List<String> notes = new ArrayList<>();
    String probes =
        report.storeProbes().stream()
            .filter(finding -> finding.outcome() == Outcome.FAIL)
            .filter(
                finding ->
                    report.modes().stream()
                        .flatMap(mode -> mode.findings().stream())
                        .noneMatch(f -> f.rule().equals(finding.rule()) && f.isUnsafe()))
            .map(Finding::rule)
            .collect(Collectors.joining(", "));
    if (!probes.isEmpty()) {
      notes.add("the store breaks, and no mode stands on: " + probes);
    }
    for (ModeReport mode : report.modes()) {
      String should =
          mode.findings().stream()
              .filter(f -> f.outcome() == Outcome.FAIL && f.kind() == RuleKind.OPTIONAL)
              .map(Finding::rule)
              .collect(Collectors.joining(", "));
      if (!should.isEmpty()) {
        notes.add(mode.mode() + " does not keep what it SHOULD: " + should);
      }
    }
    return notes;
  }

  /** Returns which rules were not asked of whom, for each reason. */
  private static List<String> leftOut(VerificationReport report) {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    leftOut("the store", report.storeProbes(), rules);
    for (ModeReport mode : report.modes()) {
      List<Finding> own =
          mode.findings().stream().filter(f -> f.group() != RuleGroup.STORE_PROBES).toList();
      leftOut(mode.mode().name(), own, rules);
    }
    return rules.entrySet().stream()
        .map(entry -> shortened(entry.getKey()) + ": " + String.join("; ", entry.getValue()))
        .toList();
  }

  private static void leftOut(
      String subject, List<Finding> findings, Map<String, List<String>> rules) {
    Map<String, List<String>> own = new LinkedHashMap<>();
    findings.stream()
        .filter(Finding::isLeftOut)
        .forEach(f -> own.computeIfAbsent(f.detail(), why -> new ArrayList<>()).add(f.rule()));
    own.forEach(
        (why, ids) ->
            rules
                .computeIfAbsent(why, reason -> new ArrayList<>())
                .add(subject + " " + String.join(", ", ids)));
  }

  /** Rules that were not asked, by the reason. */
  private static List<String> notAsked(VerificationReport report) {
    Map<String, Set<String>> rules = new LinkedHashMap<>();
    Stream.concat(
            report.modes().stream().flatMap(mode -> mode.findings().stream()),
            report.storeProbes().stream())
        .filter(finding -> finding.outcome() == Outcome.SKIP)
        .forEach(
            finding ->
                rules
                    .computeIfAbsent(finding.detail(), reason -> new LinkedHashSet<>())
                    .add(finding.rule()));
    return rules.entrySet().stream()
        .map(
            entry ->
                "not asked: %s (%s)"
                    .formatted(String.join(", ", entry.getValue()), shortened(entry.getKey())))
        .toList();
  }

  private static String shortened(String reason) {
    return reason.length() > 400 ? reason.substring(0, 400) + "..." : reason;
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
