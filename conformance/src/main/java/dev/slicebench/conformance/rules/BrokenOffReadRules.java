package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.FaultPlan;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Concurrently;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Store probe 7.57: what is read after calls were broken off. */
final class BrokenOffReadRules {

  private static final int CALLERS = 6;
  private static final int ROUNDS = 10;
  private static final int FAULTS_A_ROUND = 3;
  private static final int MAX_PAUSE_MS = 40;
  private static final int WRITES_A_ROUND = 3;
  private static final int READS_AFTER_A_WRITE = 3;
  private static final int FEWEST_READS = 100;

  /**
   * A database has much to do for so many before it has the first, which alone exists: a call that
   * ends in that moment leaves most behind.
   */
  private static final int KEYS_OF_A_BULK_GET = 3000;

  private BrokenOffReadRules() {}

  static List<Rule> rules() {
    return List.of(
        Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE, Capability.CLIENT_FAULTS)
            .stochastic(
                "7.57",
                "A document whose save was acknowledged MUST be found by every later read, also after"
                    + " other calls were broken off.",
                "Whoever reads the past appends where others have appended already.",
                BrokenOffReadRules::readsAfterBrokenOffCalls));
  }

  private static RuleVerdict readsAfterBrokenOffCalls(RuleContext context) throws Exception {
    DocumentScript script = DocumentScript.of(context);
    List<DocumentScript> numbered = script.numbered(KEYS_OF_A_BULK_GET);
    numbered.get(0).create("first");
    List<String> keys = numbered.stream().map(DocumentScript::key).toList();
    List<DocumentScript> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(script.by(context.subject().state()));
    }
    LongAdder reads = new LongAdder();
    for (int i = 0; i < ROUNDS * context.scale(); i++) {
      String round = "-" + i;
      breakOff(callers, keys, context);
      Concurrently.run(
          CALLERS,
          caller -> {
            for (int write = 0; write < WRITES_A_ROUND; write++) {
              // Each its own: no write that comes late can undo it.
              String key = "%s-%d-%d".formatted(round, caller, write);
              writeAndRead(callers.get(caller).beside(key), reads);
            }
          });
    }
    return reads.sum() < FEWEST_READS
        ? RuleVerdict.inconclusive("only %d reads were answered".formatted(reads.sum()))
        : RuleVerdict.pass("%d reads answered".formatted(reads.sum()));
  }

  private static void breakOff(List<DocumentScript> callers, List<String> keys, RuleContext context)
      throws Exception {
    FaultInjector faults = context.subject().faults();
    faults.plant(
        new FaultPlan(context.random().nextLong(), Set.of(Capability.CLIENT_FAULTS), MAX_PAUSE_MS),
        () -> true,
        began -> {});
    try {
      Concurrently.run(
          CALLERS,
          caller -> {
            while (faults.done() < FAULTS_A_ROUND) {
              readMany(callers.get(caller), keys);
            }
          });
    } finally {
      faults.heal();
    }
  }

  private static void readMany(DocumentScript script, List<String> keys) {
    try {
      script.bulkGet(keys);
    } catch (StateStoreException e) {
      // Broken off, as it should be.
    }
  }

  private static void writeAndRead(DocumentScript document, LongAdder reads) {
    try {
      document.save("mine", Condition.none()).once();
      for (int i = 1; i <= READS_AFTER_A_WRITE; i++) {
        StateItem read = document.get();
        if (!read.exists()) {
          throw BrokenRuleException.inAnyCase(
              "key %s was written, which was acknowledged, and read number %d of it was told, with"
                      .formatted(document.key(), i)
                  + " success, that it does not exist");
        }
        reads.increment();
      }
    } catch (StateStoreException e) {
      // Not acknowledged, or not answered: that tells nothing.
    }
  }
}
