package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Store probe 7.69: documents that stay. */
final class ExpiryRules {

  /** For components that do not tell, such as Redis', and containers with a default of theirs. */
  private static final Duration WATCHED = Duration.ofSeconds(4);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private ExpiryRules() {}

  static List<Rule> rules() {
    return List.of(
        Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE)
            .must(
                "7.69",
                "A document MUST stay until it is deleted: it MUST NOT expire.",
                "A time to live set for a component or a container takes events that were"
                    + " acknowledged, and gives their versions again.",
                ExpiryRules::stays));
  }

  private static void stays(RuleContext context) throws InterruptedException {
    context
        .subject()
        .expiry()
        .ifPresent(
            why -> {
              throw new BrokenRuleException("documents expire: " + why);
            });
    List<DocumentScript> written = write(context);
    long started = System.nanoTime();
    long watchedNanos = WATCHED.multipliedBy(context.scale()).toNanos();
    boolean last;
    do {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      long elapsed = System.nanoTime() - started;
      // The last look comes after the whole time.
      last = elapsed >= watchedNanos;
      for (DocumentScript document : written) {
        requireStaying(document, elapsed);
      }
    } while (!last);
  }

  /** Alone and, where there are transactions, in one. */
  private static List<DocumentScript> write(RuleContext context) {
    List<DocumentScript> written = new ArrayList<>();
    DocumentScript alone = DocumentScript.of(context);
    alone.create("first");
    written.add(alone);
    if (context.subject().offers().contains(Capability.TRANSACTIONS)) {
      DocumentScript together = alone.beside("|1");
      together.must(together.transact(together.upsert("first", Condition.absent())));
      written.add(together);
    }
    return written;
  }

  private static void requireStaying(DocumentScript document, long afterNanos) {
    StateItem item = document.get();
    require(
        item.expires() == null,
        "key %s was written without a time to live, and the store says that it expires at %s",
        document.key(),
        item.expires());
    require(
        item.exists(),
        "key %s was written, and is gone after %d ms, though nobody deleted it",
        document.key(),
        TimeUnit.NANOSECONDS.toMillis(afterNanos));
  }
}
