package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.rules.check.Rule;
import java.util.List;
import java.util.stream.Stream;

/** The promises that slice modes stand on, asked of the raw state API. */
final class StoreProbeRules {

  private StoreProbeRules() {}

  static List<Rule> rules() {
    return Stream.of(
            DocumentRules.rules(),
            TransactionRules.rules(),
            BulkAndQueryRules.rules(),
            StoreRaceRules.rules(),
            BrokenOffReadRules.rules(),
            ValueRules.rules(),
            ExpiryRules.rules())
        .flatMap(List::stream)
        .toList();
  }
}
