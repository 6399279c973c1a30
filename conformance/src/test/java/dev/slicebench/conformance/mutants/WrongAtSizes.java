package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.beneath;
import static dev.slicebench.conformance.mutants.Mutant.stateStore;

import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** State stores that keep each promise, up to a size or an age. */
final class WrongAtSizes {

  private static final Duration YOUTH = Duration.ofMillis(500);
  private static final int EVERY_NTH = 7;
  private static final Duration LATER = Duration.ofMillis(100);

  private WrongAtSizes() {}

  static List<Mutant> mutants() {
    Predicate<Write> many = write -> write.operations().size() > 20;
    Predicate<Write> large = write -> longestValue(write) > 100_000;
    Predicate<Write> longKey = write -> write.operations().get(0).key().length() > 200;
    Map<String, Long> writtenNanos = new ConcurrentHashMap<>();
    Map<String, Integer> numbers = new ConcurrentHashMap<>();
    Predicate<Write> old =
        write ->
            write.operations().stream()
                .anyMatch(o -> isOld(writtenNanos.getOrDefault(o.key(), System.nanoTime())));
    UnaryOperator<StateStore> remembering =
        right -> WrongStateStores.remembering(right, writtenNanos);
    Set<String> deleted = ConcurrentHashMap.newKeySet();
    Predicate<Write> reborn =
        write -> write.operations().stream().anyMatch(o -> deleted.contains(o.key()));
    UnaryOperator<StateStore> noting = right -> notingDeleted(right, deleted);
    return List.of(
        stateStore(
            "forgets create-only where one was deleted",
            "7.20",
            right -> forgetting(Save.class, true, reborn).apply(noting.apply(right))),
        stateStore(
            "forgets create-only where one was deleted, together",
            "7.40",
            right -> forgetting(Transact.class, true, reborn).apply(noting.apply(right))),
        stateStore(
            "reads no more than four hundred in bulk",
            "7.88",
            WrongStateStores.readingInBulk(
                items -> items.size() > 400 ? withoutOne(items) : items)),
        stateStore(
            "reads in bulk what old documents were",
            "7.89",
            right ->
                seeingBeforeInBulk(
                    remembering.apply(right),
                    Save.class,
                    save ->
                        isOld(writtenNanos.getOrDefault(save.upsert().key(), System.nanoTime())))),
        beneath(
            "forgets create-only beneath long appends",
            "1.20",
            SliceMode.OFF,
            forgetting(Transact.class, true, many),
            "1.21",
            "3.9"),
        beneath(
            "forgets create-only beneath old streams",
            "1.21",
            SliceMode.OFF,
            right ->
                forgetting(Transact.class, true, old.and(write -> isOf(write, "1.21")))
                    .apply(remembering.apply(right))),
        forgetting(
            "create-only in transactions, at times", "7.36", Transact.class, true, atTimes("7.36")),
        forgetting(
            "etags in transactions, at times", "7.37", Transact.class, false, atTimes("7.37")),
        forgetting("create-only, at times", "7.59", Save.class, true, atTimes("7.59")),
        forgetting("etags, at times", "7.60", Save.class, false, atTimes("7.60")),
        stateStore("loses a write, at times", "7.58", losing(Save.class, atTimes("7.58"))),
        stateStore(
            "loses a delete, at times", "7.39", losing(StateCall.Delete.class, atTimes("7.39"))),
        stateStore(
            "loses a transaction, at times", "7.38", losing(Transact.class, atTimes("7.38"))),
        forgetting("create-only in long transactions", "7.71", Transact.class, true, many),
        forgetting("etags in long transactions", "7.72", Transact.class, false, many),
        stateStore(
            "leaves out an operation of a long transaction",
            "7.73",
            right ->
                right.intercepted(
                    Transact.class,
                    (transact, next) -> {
                      List<StateOperation> fewer = new ArrayList<>(transact.operations());
                      if (many.test(transact)) {
                        fewer.remove(fewer.size() / 2);
                      }
                      return next.transact(fewer, transact.metadata());
                    }),
            "7.33",
            "7.47",
            "7.71",
            "7.72",
            "7.81",
            "7.88"),
        forgetting("create-only of large values", "7.74", Save.class, true, large),
        forgetting("etags of long keys", "7.75", Save.class, false, longKey),
        forgetting("create-only of long keys together", "7.76", Transact.class, true, longKey),
        forgetting("etags of large values together", "7.77", Transact.class, false, large),
        stateStore("forgets etags that are very old", "7.78", WrongAtSizes::takingOldEtags),
        stateStore(
            "compares the beginning of etags",
            "7.79",
            takingEtags((sent, now) -> now.startsWith(sent)),
            "7.18",
            "7.52",
            "7.53"),
        stateStore(
            "keeps two thousand documents",
            "7.81",
            right -> keepingFew(right, numbers),
            "7.82",
            "7.83",
            "7.84",
            "7.85",
            "7.88",
            "7.89"),
        stateStore(
            "forgets create-only of old documents",
            "7.82",
            right -> forgetting(Save.class, true, old).apply(remembering.apply(right))),
        stateStore(
            "forgets etags of old documents",
            "7.83",
            right -> forgetting(Save.class, false, old).apply(remembering.apply(right))),
        stateStore(
            "forgets create-only of old ones together",
            "7.84",
            right -> forgetting(Transact.class, true, old).apply(remembering.apply(right))),
        stateStore(
            "forgets etags of old ones together",
            "7.85",
            right -> forgetting(Transact.class, false, old).apply(remembering.apply(right))),
        stateStore(
            "reads in bulk what was deleted",
            "7.86",
            right -> seeingBeforeInBulk(right, StateCall.Delete.class, delete -> true)),
        stateStore(
            "carries a refused transaction out later",
            "7.87",
            right ->
                right.intercepted(
                    Transact.class,
                    (transact, next) ->
                        transact
                            .on(next)
                            .doOnError(
                                e ->
                                    Mono.delay(LATER)
                                        .then(transact.on(next))
                                        .onErrorComplete()
                                        .subscribe()))));
  }

  private static boolean isOld(long nanos) {
    return System.nanoTime() - nanos > YOUTH.toNanos();
  }

  private static int longestValue(Write write) {
    return write.operations().stream()
        .mapToInt(o -> o instanceof Upsert upsert ? upsert.value().length : 0)
        .max()
        .orElse(0);
  }

  private static boolean isOf(Write write, String rule) {
    return write.operations().get(0).key().contains(rule + "-");
  }

  /** Returns what holds for some of the writes that a rule makes. */
  private static Predicate<Write> atTimes(String rule) {
    AtomicInteger writes = new AtomicInteger();
    return write -> isOf(write, rule) && writes.incrementAndGet() % EVERY_NTH == 0;
  }

  private static <W extends Write> UnaryOperator<StateStore> losing(
      Class<W> calls, Predicate<Write> when) {
    return right ->
        right.intercepted(calls, (write, next) -> when.test(write) ? Mono.empty() : write.on(next));
  }

  private static <W extends Write> Mutant forgetting(
      String what, String caughtBy, Class<W> calls, boolean creates, Predicate<Write> when) {
    return stateStore("forgets " + what, caughtBy, forgetting(calls, creates, when));
  }

  private static <W extends Write> UnaryOperator<StateStore> forgetting(
      Class<W> calls, boolean creates, Predicate<Write> when) {
    Class<? extends Condition> forgotten =
        creates ? Condition.Absent.class : Condition.Unchanged.class;
    return right ->
        right.intercepted(
            calls,
            (write, next) -> {
              if (!when.test(write)) {
                return write.on(next);
              }
              List<StateOperation> without =
                  write.operations().stream().map(o -> without(o, forgotten)).toList();
              return write instanceof Transact
                  ? next.transact(without, write.metadata())
                  : next.save((Upsert) without.get(0), write.metadata());
            });
  }

  private static StateOperation without(
      StateOperation operation, Class<? extends Condition> condition) {
    return operation instanceof Upsert upsert && condition.isInstance(upsert.condition())
        ? new Upsert(upsert.key(), upsert.value(), Condition.none())
        : operation;
  }

  /** Takes an etag where {@code isTaken} says so of it and the current one. */
  private static UnaryOperator<StateStore> takingEtags(BiPredicate<String, String> isTaken) {
    return right ->
        right.intercepted(
            Save.class,
            (save, next) ->
                save.upsert().condition() instanceof Condition.Unchanged sent
                    ? next.get(save.upsert().key(), save.metadata())
                        .flatMap(
                            now ->
                                isTaken.test(
                                        sent.etag(), Objects.requireNonNullElse(now.etag(), ""))
                                    ? next.save(
                                        (Upsert) without(save.upsert(), Condition.Unchanged.class),
                                        save.metadata())
                                    : save.on(next))
                    : save.on(next));
  }

  /** As a store that compares with the last hundred versions. */
  private static StateStore takingOldEtags(StateStore right) {
    Map<String, List<String>> etags = new ConcurrentHashMap<>();
    BiPredicate<String, String> isVeryOld =
        (sent, now) -> {
          List<String> known = etags.getOrDefault(sent, List.of());
          return known.size() > 100;
        };
    return takingEtags(isVeryOld)
        .apply(
            right.intercepted(
                Get.class,
                (get, next) ->
                    get.on(next)
                        .doOnNext(
                            item ->
                                etags.forEach(
                                    (etag, later) -> {
                                      if (!etag.equals(item.etag())) {
                                        later.add(String.valueOf(item.etag()));
                                      }
                                    }))
                        .doOnNext(
                            item ->
                                etags.computeIfAbsent(
                                    String.valueOf(item.etag()), any -> new ArrayList<>()))));
  }

  /** Of the documents of a rule. */
  private static StateStore keepingFew(StateStore right, Map<String, Integer> numbers) {
    UnaryOperator<StateItem> wrong =
        item ->
            numbers.size() - numbers.getOrDefault(item.key(), numbers.size()) > 2000
                ? StateItem.absent(item.key())
                : item;
    return readingEachInBulk((key, item) -> wrong.apply(item))
        .apply(right)
        .intercepted(Get.class, (get, next) -> get.on(next).map(wrong))
        .intercepted(
            Write.class,
            (write, next) -> {
              write.operations().stream()
                  .filter(o -> o.key().contains("7.81-"))
                  .forEach(o -> numbers.putIfAbsent(o.key(), numbers.size()));
              return write.on(next);
            });
  }

  private static Map<String, StateItem> withoutOne(Map<String, StateItem> items) {
    String one = items.keySet().iterator().next();
    Map<String, StateItem> fewer = new HashMap<>(items);
    fewer.put(one, StateItem.absent(one));
    return fewer;
  }

  private static StateStore notingDeleted(StateStore right, Set<String> deleted) {
    return right.intercepted(
        Write.class,
        (write, next) -> {
          write.operations().stream()
              .filter(Delete.class::isInstance)
              .forEach(o -> deleted.add(o.key()));
          return write.on(next);
        });
  }

  /** As a store whose bulk reads are behind by 20 ms what some of the writes did. */
  private static <W extends Write> StateStore seeingBeforeInBulk(
      StateStore right, Class<W> calls, Predicate<W> when) {
    Map<String, StateItem> before = new ConcurrentHashMap<>();
    Map<String, Long> changedNanos = new ConcurrentHashMap<>();
    return readingEachInBulk(
            (key, item) ->
                changedNanos.containsKey(key)
                        && System.nanoTime() - changedNanos.get(key) < 20_000_000
                    ? before.getOrDefault(key, item)
                    : item)
        .apply(right)
        .intercepted(
            calls,
            (call, next) -> {
              if (!when.test(call)) {
                return call.on(next);
              }
              String key = call.operations().get(0).key();
              return next.get(key, call.metadata())
                  .doOnNext(item -> before.put(key, item))
                  .then(call.on(next))
                  .doOnSuccess(done -> changedNanos.put(key, System.nanoTime()));
            });
  }

  private static UnaryOperator<StateStore> readingEachInBulk(
      BiFunction<String, StateItem, StateItem> wrong) {
    return WrongStateStores.readingInBulk(
        items -> {
          Map<String, StateItem> changed = new HashMap<>(items);
          changed.replaceAll(wrong);
          return changed;
        });
  }
}
