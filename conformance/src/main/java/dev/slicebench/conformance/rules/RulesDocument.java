package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules as a document for people. */
public final class RulesDocument {

  private static final String PREAMBLE =
      """
      # The rules

      What an event store over a Dapr state store promises, and what the state store has to promise for that. A rule's number is its name: it is never given to another rule. MUST and SHOULD
      are RFC 2119's.

      * **required**: a mode that breaks it is unsafe.
      * **optional**: a SHOULD. Where it is broken that is told, and the mode is as safe as without.
      * **stochastic**: a MUST, asked under races or faults: a failure is proof, a pass is not. Where too little happened the verdict is INCONCLUSIVE.

      A rule that needs what is not at hand is skipped, with the reason. No verdict rests on what a component is called. A mode is safe if it keeps the required and stochastic rules of
      groups 1 to 6, and the store those of group 7 that the mode stands on (`Foundations`).

      This file is made from the code: `mvn -pl conformance -am test -Dtest=RulesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dslicebench.renew=true` renews it.
      """;

  private RulesDocument() {}

  /** Returns all rules, as Markdown. */
  public static String markdown() {
    StringBuilder text = new StringBuilder(PREAMBLE);
    for (RuleGroup group : RuleGroup.values()) {
      List<Rule> rules = Rules.all().stream().filter(rule -> rule.group() == group).toList();
      if (!rules.isEmpty()) {
        text.append("\n## ").append(group.number()).append(". ").append(title(group));
        text.append("\n\n");
        rules.forEach(rule -> text.append(entry(rule)));
      }
    }
    return text.toString();
  }

  private static String entry(Rule rule) {
    String needs = needs(rule.needs());
    return "<a name=\"%s\"></a>**%s** %s  \n*%s* (%s%s)\n\n"
        .formatted(
            rule.id(),
            rule.id(),
            rule.text(),
            rule.intent(),
            rule.kind().name().toLowerCase(Locale.ROOT),
            needs.isEmpty() ? "" : "; needs " + needs);
  }

  private static String needs(Set<Capability> needs) {
    return needs.stream()
        .sorted()
        .map(need -> need.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }

  private static String title(RuleGroup group) {
    return switch (group) {
      case APPEND -> "Append";
      case IDEMPOTENCY -> "Idempotency";
      case READ -> "Read";
      case ISOLATION -> "Isolation";
      case CONCURRENCY -> "Concurrency";
      case FAULTS -> "Faults";
      case STORE_PROBES -> "Store probes";
    };
  }
}
