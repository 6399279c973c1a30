package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.DocumentScript.Told;
import dev.slicebench.conformance.rules.check.Guarded;
import dev.slicebench.conformance.rules.check.Refusal;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Condition.Unchanged;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Store probes, 7.71 to 7.79: the promises of 7.1 to 7.35 at several sizes, in steps from the
 * smallest that a mode sends to the largest.
 */
final class SizeRules {

  /** Of a transaction: from a slice and its head to 99 events and their head. */
  private static final List<Integer> OPERATIONS = List.of(2, 5, 10, 25, 100);

  /** Of a text in a document: the next step would be more than a message. */
  private static final List<Integer> CHARACTERS = List.of(1, 32, 1 << 10, 32 << 10, 1 << 20);

  /** Of a key without Dapr's prefix; a store may refuse the long ones. */
  private static final List<Integer> KEY_LENGTHS = List.of(128, 256, 512, 1000);

  /** Of a first write. */
  private static final int TRIES = 4;

  private static final int VERSIONS = 300;
  private static final Duration VERSIONS_PATIENCE = Duration.ofMillis(1500);

  private SizeRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration transactions = group.with(Capability.TRANSACTIONS);
    return List.of(
        transactions
            .must(
                "7.71",
                "A create-only write of an existing key MUST refuse its transaction whole, however many"
                    + " operations it has, and wherever the write stands among them.",
                "An append of 99 events that is refused must cost no less than one of two.",
                context -> ofAnyLength(context, Refusal.CREATE_TOGETHER))
            .large(),
        transactions
            .must(
                "7.72",
                "An old etag MUST refuse its transaction whole, however many operations it has, and"
                    + " wherever it stands among them.",
                "The head stands behind all events of an append.",
                context -> ofAnyLength(context, Refusal.ETAG_TOGETHER))
            .large(),
        transactions
            .must(
                "7.73",
                "A transaction that was accepted MUST be read whole at once by another client, however"
                    + " many operations it has.",
                "Of 99 events each one counts.",
                SizeRules::wholeAtAnyLength)
            .large(),
        group
            .must(
                "7.74",
                "A create-only write of an existing key MUST be refused, however long value and key are.",
                "A slice is as long as its events, and a key as its stream's name.",
                context -> ofAnySize(context, Refusal.CREATE_ALONE))
            .large(),
        group
            .must(
                "7.75",
                "A write with an old etag MUST be refused, however long value and key are.",
                "A slice is as long as its events, and a key as its stream's name.",
                context -> ofAnySize(context, Refusal.ETAG_ALONE))
            .large(),
        transactions
            .must(
                "7.76",
                "A create-only write of an existing key MUST refuse its transaction, however long value"
                    + " and key are.",
                "A slice is as long as its events, and a key as its stream's name.",
                context -> ofAnySize(context, Refusal.CREATE_TOGETHER))
            .large(),
        transactions
            .must(
                "7.77",
                "An old etag MUST refuse its transaction, however long value and key are.",
                "A slice is as long as its events, and a key as its stream's name.",
                context -> ofAnySize(context, Refusal.ETAG_TOGETHER))
            .large(),
        group
            .must(
                "7.78",
                "However often a document was written, each of its earlier etags MUST be refused.",
                "A head has as many versions as its stream has appends.",
                SizeRules::everyOldEtag)
            .large(),
        group.must(
            "7.79",
            "An etag that lacks the first or last character of the current one, or has one more, MUST"
                + " NOT be taken for it.",
            "Etags that count have such neighbours: 12 and 123.",
            SizeRules::almostTheEtag));
  }

  private static void ofAnyLength(RuleContext context, Refusal refusal) {
    for (int operations : OPERATIONS) {
      for (int position : new TreeSet<>(List.of(0, operations / 2, operations - 1))) {
        guarded(refusal, context).mustRefuse("second", operations, position);
      }
    }
  }

  /** A store that fails at times fails some first writes of many. */
  private static Guarded guarded(Refusal refusal, RuleContext context) {
    for (int tries = 1; ; tries++) {
      DocumentScript document = DocumentScript.of(context);
      Optional<Guarded> guarded = refusal.guard(document, "first");
      if (guarded.isPresent()) {
        return guarded.get();
      }
      if (tries == TRIES) {
        throw new RefusedException(
            "a first write of key %s was not acknowledged, nor of %d before it"
                .formatted(document.key(), TRIES - 1));
      }
    }
  }

  private static void wholeAtAnyLength(RuleContext context) {
    for (int operations : OPERATIONS) {
      DocumentScript document = DocumentScript.of(context);
      List<Upsert> upserts = new ArrayList<>();
      document
          .numbered(operations)
          .forEach(one -> upserts.add(one.upsert("of " + operations, Condition.absent())));
      if (document.transact(upserts).told() != Told.ACCEPTED) {
        // A store may take fewer: 7.34. Whether it left nothing, 7.33 asks.
        return;
      }
      Map<String, StateItem> items =
          document
              .by(context.subject().state())
              .bulkGet(upserts.stream().map(Upsert::key).toList());
      for (Upsert upsert : upserts) {
        StateItem item = items.getOrDefault(upsert.key(), StateItem.absent(upsert.key()));
        require(
            DocumentScript.text(item).equals("of " + operations),
            "a transaction of %d operations was accepted, and for another client key %s %s",
            operations,
            upsert.key(),
            DocumentScript.state(item));
      }
    }
  }

  private static void ofAnySize(RuleContext context, Refusal refusal) {
    DocumentScript document = DocumentScript.of(context);
    for (int characters : CHARACTERS) {
      Optional<Guarded> guarded =
          refusal.guard(document.beside("-bytes-" + characters), "a".repeat(characters));
      if (guarded.isEmpty()) {
        break;
      }
      guarded.get().mustStay("at once");
      guarded.get().mustRefuse("b".repeat(characters));
    }
    for (int length : KEY_LENGTHS) {
      String padding = "k".repeat(length - document.key().length() - 1);
      Optional<Guarded> guarded = refusal.guard(document.beside(padding + "a"), "first");
      if (guarded.isEmpty()) {
        break;
      }
      guarded.get().mustStay("at once");
      guarded.get().mustRefuse("second");
      StateItem neighbour = document.beside(padding + "b").get();
      require(
          !neighbour.exists(),
          "key %s was written, of %d characters, and the key that differs in the last of them exists",
          guarded.get().document().key(),
          length);
    }
  }

  private static void everyOldEtag(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    document.create("0");
    List<StateItem> versions = new ArrayList<>();
    long endNanos = System.nanoTime() + VERSIONS_PATIENCE.multipliedBy(context.scale()).toNanos();
    for (int i = 1; i <= VERSIONS * context.scale() && System.nanoTime() < endNanos; i++) {
      StateItem current = document.get();
      document.must(document.save("" + i, Condition.unchanged(current)));
      versions.add(current);
    }
    String last = "" + versions.size();
    StateItem current = document.get();
    Set<StateItem> old = new LinkedHashSet<>();
    for (int back = 1; back <= versions.size(); back *= 2) {
      old.add(versions.get(versions.size() - back));
      old.add(versions.get(back - 1));
    }
    String etag = String.valueOf(current.etag());
    versions.stream()
        .filter(
            one -> one.etag() != null && (etag.startsWith(one.etag()) || etag.endsWith(one.etag())))
        .forEach(old::add);
    for (StateItem one : old) {
      new Guarded(Refusal.ETAG_ALONE, document, last, Condition.unchanged(one))
          .mustRefuse("forged");
    }
    new Guarded(Refusal.CREATE_ALONE, document, last, Condition.absent()).mustRefuse("forged");
  }

  private static void almostTheEtag(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    String etag = document.create("first").etag();
    if (etag == null) {
      throw new BrokenRuleException("key %s has no etag".formatted(document.key()));
    }
    Set<String> almost = new LinkedHashSet<>(List.of(etag + "1", "1" + etag));
    if (etag.length() > 1) {
      almost.add(etag.substring(0, etag.length() - 1));
      almost.add(etag.substring(1));
      almost.add(etag.substring(0, etag.length() / 2));
    }
    for (String other : almost) {
      document.mustNot(
          document.save("second", new Unchanged(other)),
          "a write with etag %s instead of %s".formatted(other, etag));
    }
  }
}
