package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.FaultPlan;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.Planted.Old;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.DocumentScript.Told;
import dev.slicebench.conformance.rules.check.Guarded;
import dev.slicebench.conformance.rules.check.Refusal;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Store probes, 7.81 to 7.89: documents that were written at the beginning, then thousands more,
 * and that are looked at as late as a verification allows, and after a start of the sidecar that is
 * slicebench's to kill.
 */
final class AgeRules {

  private static final int EACH = 8;

  private static final int CROWD = 4000;
  private static final int CROWD_A_CALL = 50;
  private static final Duration CROWD_PATIENCE = Duration.ofSeconds(3);

  /** Of the windows in which loads read; each reads one key more, which has no document. */
  private static final List<Integer> WINDOWS = List.of(1, 2, 5, 10, 25, 99, 399);

  /** Of reads that are larger than any of the library's. */
  private static final List<Integer> LARGE_WINDOWS = List.of(450, 1000);

  /** Where nothing else was asked meanwhile. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(4);

  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private final Planted<Documents> planted = new Planted<>(AgeRules::plant, LEAST_AGE);
  private final Set<StoreUnderTest> restarted =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** A document and the condition that guards it. */
  private record Kept(Refusal refusal, String ending, Condition condition) {

    Guarded of(DocumentScript partition) {
      return new Guarded(refusal, partition.beside(ending), "old", condition);
    }
  }

  /**
   * What was written and acknowledged; endings are of keys.
   *
   * @param partition begins the keys
   * @param crowd where batches of the crowd begin
   * @param deleted endings of what was created and deleted
   * @param doomed endings of what is to be deleted late
   * @param renewed endings of what is to be overwritten late
   * @param refused endings of what refused transactions were to create, with the document that
   *     refused each, and was deleted then
   */
  private record Documents(
      String partition,
      List<Kept> kept,
      List<Integer> crowd,
      List<String> deleted,
      List<String> doomed,
      List<String> renewed,
      List<String> refused) {}

  /** Looks at what is old. */
  @FunctionalInterface
  private interface Look {
    void at(RuleContext context, Old<Documents> old, DocumentScript partition);
  }

  private AgeRules() {}

  static List<Rule> rules() {
    return new AgeRules().all();
  }

  private List<Rule> all() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration transactions = group.with(Capability.TRANSACTIONS);
    return List.of(
        rule(
            group,
            "7.81",
            "However old it is, and however many others there are, a document MUST be read as it was"
                + " written, alone and in bulk, also after the sidecar was killed.",
            "A stream is read years after its first events.",
            (context, old, partition) -> {
              old.what().kept().forEach(kept -> kept.of(partition).mustStay(when(old)));
              inBulk(old, partition, WINDOWS);
            }),
        guarded(
            group,
            "7.82",
            "However old it is, a create-only write MUST be refused where a document was created, also"
                + " after the sidecar was killed.",
            Refusal.CREATE_ALONE),
        guarded(
            group,
            "7.83",
            "However old it is, a document MUST refuse an old etag, also after the sidecar was"
                + " killed.",
            Refusal.ETAG_ALONE),
        guarded(
            transactions,
            "7.84",
            "However old it is, a document MUST refuse a transaction with a create-only write of it,"
                + " also after the sidecar was killed.",
            Refusal.CREATE_TOGETHER),
        guarded(
            transactions,
            "7.85",
            "However old it is, a document MUST refuse a transaction with an old etag of it, also"
                + " after the sidecar was killed.",
            Refusal.ETAG_TOGETHER),
        rule(
            group,
            "7.86",
            "A document that was deleted MUST be absent from the next read on, also in bulk, and stay"
                + " so.",
            "A lost slice that comes back stands in the way of the next.",
            AgeRules::gone),
        rule(
            transactions,
            "7.87",
            "A transaction that was refused MUST NOT be carried out later, though nothing stands"
                + " against it by then.",
            "Its writer has decided anew: both decisions would count.",
            (context, old, partition) -> neverCarriedOut(old, partition)),
        rule(
            group,
            "7.88",
            "A bulk read MUST be right for any number of keys.",
            "Others read more at a time than this library, which never asks for more than 400.",
            (context, old, partition) -> inBulk(old, partition, LARGE_WINDOWS)),
        rule(
            group,
            "7.89",
            "A document that was overwritten, however old it was, MUST be read so from the next read"
                + " on, also in bulk and by another client.",
            "An old head moves on, and an old slice of a lost append is replaced.",
            AgeRules::overwritten));
  }

  private Rule guarded(Declaration group, String id, String text, Refusal refusal) {
    return rule(
        group,
        id,
        text,
        "A stream's last event may be years old when the next writer is late.",
        (context, old, partition) ->
            old.what().kept().stream()
                .filter(kept -> kept.refusal() == refusal)
                .forEach(kept -> kept.of(partition).mustRefuse("forged")));
  }

  private Rule rule(Declaration group, String id, String text, String intent, Look look) {
    return planted.must(
        group,
        id,
        text,
        intent,
        (context, old) -> {
          restartOnce(context);
          look.at(context, old, DocumentScript.of(context, old.what().partition()));
          return RuleVerdict.pass(
              "held after %d s, among %,d documents"
                  .formatted(old.ageMs() / 1000, old.what().crowd().size() * CROWD_A_CALL));
        });
  }

  /** Kills the sidecar, where that can be done and was not: what it remembers is gone. */
  private void restartOnce(RuleContext context) {
    StoreUnderTest subject = context.subject();
    if (!subject.offers().contains(Capability.SIDECAR_RESTART) || !restarted.add(subject)) {
      return;
    }
    FaultInjector faults = subject.faults();
    CountDownLatch killed = new CountDownLatch(1);
    faults.plant(
        new FaultPlan(context.random().nextLong(), Set.of(Capability.SIDECAR_RESTART), 1),
        () -> killed.getCount() > 0,
        what -> killed.countDown());
    try {
      if (!killed.await(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the sidecar was not killed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      faults.heal();
    }
  }

  /** Writes everything; what is not acknowledged at once is left out. */
  private static Documents plant(RuleContext context) {
    String name = context.newName();
    DocumentScript partition = DocumentScript.of(context, name);
    boolean together = context.subject().offers().contains(Capability.TRANSACTIONS);
    List<Kept> kept = new ArrayList<>();
    Arrays.stream(Refusal.values())
        .filter(refusal -> together || !refusal.isTogether())
        .forEach(refusal -> kept.addAll(kept(refusal, partition)));
    List<String> deleted =
        created(partition, "-deleted-").stream()
            .filter(ending -> isDeleted(partition.beside(ending)))
            .toList();
    List<String> doomed = created(partition, "-doomed-");
    List<String> renewed = created(partition, "-renewed-");
    List<String> refused = together ? refused(partition) : List.of();
    List<Integer> crowd = crowd(context, partition, together);
    return new Documents(name, kept, crowd, deleted, doomed, renewed, refused);
  }

  private static List<Kept> kept(Refusal refusal, DocumentScript partition) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      String ending = "-%s-%d".formatted(refusal.name().toLowerCase(Locale.ROOT), i);
      refusal
          .guard(partition.beside(ending), "old")
          .ifPresent(guarded -> kept.add(new Kept(refusal, ending, guarded.condition())));
    }
    return kept;
  }

  private static boolean isDeleted(DocumentScript document) {
    return document.delete(Condition.unchanged(document.get())).told() == Told.ACCEPTED;
  }

  private static List<String> created(DocumentScript partition, String beginning) {
    return IntStream.range(0, EACH)
        .mapToObj(i -> beginning + i)
        .filter(
            ending ->
                partition.beside(ending).save("old", Condition.absent()).told() == Told.ACCEPTED)
        .toList();
  }

  private static List<String> refused(DocumentScript partition) {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      String ending = "-refused-" + i;
      DocumentScript guard = partition.beside("-guard" + ending);
      DocumentScript late = partition.beside(ending);
      boolean isRefused =
          guard.transact(guard.upsert("old", Condition.absent())).told() == Told.ACCEPTED
              && guard
                      .transact(
                          late.upsert("late", Condition.absent()),
                          guard.upsert("late", Condition.absent()))
                      .told()
                  == Told.REFUSED
              && guard.delete(Condition.none()).told() == Told.ACCEPTED;
      if (isRefused) {
        refused.add(ending);
      }
    }
    return refused;
  }

  private static List<Integer> crowd(
      RuleContext context, DocumentScript partition, boolean together) {
    List<Integer> batches = new ArrayList<>();
    long endNanos = System.nanoTime() + CROWD_PATIENCE.multipliedBy(context.scale()).toNanos();
    for (int from = 0;
        from < CROWD * context.scale() && System.nanoTime() < endNanos;
        from += CROWD_A_CALL) {
      List<DocumentScript> batch = batch(partition, from);
      boolean isWritten =
          together
              ? partition.transact(creates(batch)).told() == Told.ACCEPTED
              : batch.stream()
                  .allMatch(one -> one.save("old", Condition.absent()).told() == Told.ACCEPTED);
      if (!isWritten) {
        // A store that takes no more would refuse thousands.
        return batches;
      }
      batches.add(from);
    }
    return batches;
  }

  private static List<DocumentScript> batch(DocumentScript partition, int from) {
    return IntStream.range(from, from + CROWD_A_CALL)
        .mapToObj(i -> partition.beside("|" + i))
        .toList();
  }

  private static List<Upsert> creates(List<DocumentScript> batch) {
    return batch.stream().map(one -> one.upsert("old", Condition.absent())).toList();
  }

  private static String when(Old<Documents> old) {
    return "after %d s".formatted(old.ageMs() / 1000);
  }

  private static void inBulk(Old<Documents> old, DocumentScript partition, List<Integer> windows) {
    String when = when(old);
    List<String> keys = new ArrayList<>();
    old.what().crowd().forEach(from -> batch(partition, from).forEach(one -> keys.add(one.key())));
    int from = 0;
    for (int i = 0; from < keys.size(); i++) {
      int to = Math.min(keys.size(), from + windows.get(i % windows.size()));
      List<String> window = new ArrayList<>(keys.subList(from, to));
      DocumentScript none = partition.beside("-none-" + i);
      window.add(window.size() / 2, none.key());
      Map<String, StateItem> items = partition.bulkGet(window);
      for (String key : window) {
        StateItem item = items.getOrDefault(key, StateItem.absent(key));
        require(
            DocumentScript.text(item).equals(key.equals(none.key()) ? "" : "old"),
            "key %s was %s, and %s, in a bulk read of %d keys, it %s",
            key,
            key.equals(none.key()) ? "never written" : "written as 'old'",
            when,
            window.size(),
            DocumentScript.state(item));
      }
      from = to;
    }
  }

  private static void gone(RuleContext context, Old<Documents> old, DocumentScript partition) {
    for (String ending : old.what().deleted()) {
      requireAbsent(partition.beside(ending), "%d ms ago".formatted(old.ageMs()));
    }
    for (int i = 0; i < EACH; i++) {
      DocumentScript document = DocumentScript.of(context);
      document.must(document.delete(Condition.unchanged(document.create("new"))));
      requireAbsent(document, "just now");
    }
    for (String ending : old.what().doomed()) {
      DocumentScript document = partition.beside(ending);
      StateItem item = document.get();
      if (item.exists()) {
        document.must(document.delete(Condition.unchanged(item)));
      }
      requireAbsent(document, "just now");
    }
  }

  private static void overwritten(
      RuleContext context, Old<Documents> old, DocumentScript partition) {
    for (String ending : old.what().renewed()) {
      DocumentScript document = partition.beside(ending);
      DocumentScript other = document.by(context.subject().state());
      document.must(document.save("new", Condition.unchanged(document.get())));
      for (StateItem item : List.of(other.inBulk(), document.inBulk(), other.get())) {
        require(
            DocumentScript.text(item).equals("new"),
            "key %s was written %d ms ago and overwritten with 'new' just now, and %s",
            document.key(),
            old.ageMs(),
            DocumentScript.state(item));
      }
    }
  }

  private static void requireAbsent(DocumentScript document, String when) {
    for (StateItem item : List.of(document.inBulk(), document.get())) {
      require(
          !item.exists(),
          "key %s was deleted %s, and %s",
          document.key(),
          when,
          DocumentScript.state(item));
    }
  }

  /** One alone may be a call that failed and lands late, which Dapr tells as it tells a refusal. */
  private static void neverCarriedOut(Old<Documents> old, DocumentScript partition) {
    List<DocumentScript> late =
        old.what().refused().stream()
            .map(partition::beside)
            .filter(one -> one.get().exists())
            .toList();
    require(
        late.size() * 2 <= old.what().refused().size(),
        "%d of %d transactions were refused for a document that was deleted then, and carried out"
            + " later: after %d ms key %s exists",
        late.size(),
        old.what().refused().size(),
        old.ageMs(),
        late.stream().map(DocumentScript::key).findFirst().orElse(""));
  }
}
