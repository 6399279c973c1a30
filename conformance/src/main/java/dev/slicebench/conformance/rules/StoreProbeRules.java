package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.rules.check.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The promises that slice modes stand on, asked of the raw state API. */
final class StoreProbeRules {

  private StoreProbeRules() {}

  static List<Rule> rules() {
    return Stream.of(
            DocumentRules.rules(),
            TransactionRules.rules(),
            ChanceRules.rules(),
            BulkAndQueryRules.rules(),
            StoreRaceRules.rules(),
            BrokenOffReadRules.rules(),
            ValueRules.rules(),
            ExpiryRules.rules(),
            SizeRules.rules(),
            AgeRules.rules())
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(StoreProbeRules::number))
        .toList();
  }

  private static int number(Rule rule) {
    return Integer.parseInt(rule.id().substring(rule.id().indexOf('.') + 1));
  }
}
