package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.stateStore;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** State stores that break what slice modes stand on. */
final class WrongStateStores {

  private static final Duration LIFE = Duration.ofSeconds(2);

  private WrongStateStores() {}

  /** Changes single writes. */
  private static UnaryOperator<StateStore> saving(UnaryOperator<Upsert> wrong) {
    return right ->
        right.intercepted(
            Save.class, (save, next) -> next.save(wrong.apply(save.upsert()), save.metadata()));
  }

  /** Changes the operations of transactions. */
  private static UnaryOperator<StateStore> transacting(
      UnaryOperator<List<? extends StateOperation>> wrong) {
    return right ->
        right.intercepted(
            Transact.class,
            (transact, next) ->
                next.transact(wrong.apply(transact.operations()), transact.metadata()));
  }

  private static UnaryOperator<StateStore> reading(UnaryOperator<StateItem> wrong) {
    return right -> right.intercepted(Get.class, (get, next) -> get.on(next).map(wrong));
  }

  static UnaryOperator<StateStore> readingInBulk(
      Function<Map<String, StateItem>, Map<String, StateItem>> wrong) {
    return right ->
        right.intercepted(BulkGet.class, (bulkGet, next) -> bulkGet.on(next).map(wrong));
  }

  private static UnaryOperator<StateStore> querying(UnaryOperator<List<StateItem>> wrong) {
    return right -> right.intercepted(Query.class, (query, next) -> query.on(next).map(wrong));
  }

  private static Upsert under(Upsert upsert, Condition condition) {
    return new Upsert(upsert.key(), upsert.value(), condition);
  }

  private static StateItem with(StateItem item, UnaryOperator<String> text) {
    return new StateItem(
        item.key(),
        text.apply(new String(item.value(), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8),
        item.etag());
  }

  private static List<StateOperation> withoutConditions(
      List<? extends StateOperation> operations, Class<? extends Condition> condition) {
    List<StateOperation> changed = new ArrayList<>();
    for (StateOperation operation : operations) {
      boolean dropped = condition.isInstance(operation.condition());
      if (dropped && operation instanceof Upsert upsert) {
        changed.add(under(upsert, Condition.none()));
      } else {
        changed.add(operation);
      }
    }
    return changed;
  }

  static List<Mutant> mutants() {
    return List.of(
        stateStore("lets documents expire", "7.69", WrongStateStores::expiring),
        stateStore(
            "tells that documents expire",
            "7.69",
            reading(
                item ->
                    item.exists()
                        ? new StateItem(item.key(), item.value(), item.etag(), "2026-12-24")
                        : item)),
        stateStore(
            "accepts first-write on existing keys",
            "7.5",
            saving(
                upsert ->
                    upsert.condition() instanceof Condition.Absent
                        ? under(upsert, Condition.none())
                        : upsert),
            "7.6",
            "7.7",
            "7.19",
            "7.31",
            "7.51"),
        stateStore(
            "accepts first-write on existing keys in a transaction",
            "7.23",
            transacting(ops -> withoutConditions(ops, Condition.Absent.class)),
            "7.24",
            "7.25",
            "7.35",
            "7.54"),
        stateStore(
            "ignores etags in a transaction",
            "7.26",
            transacting(ops -> withoutConditions(ops, Condition.Unchanged.class)),
            "7.27",
            "7.28",
            "7.32"),
        stateStore(
            "accepts a stale etag",
            "7.9",
            saving(
                upsert ->
                    upsert.condition() instanceof Condition.Unchanged
                        ? under(upsert, Condition.none())
                        : upsert),
            "7.12",
            "7.17",
            "7.18",
            "7.52",
            "7.53"),
        stateStore(
            "deletes whatever the etag",
            "7.10",
            right ->
                right.intercepted(
                    StateCall.Delete.class,
                    (delete, next) ->
                        next.delete(
                            new Delete(delete.delete().key(), Condition.none()),
                            delete.metadata())),
            "7.17"),
        stateStore(
            "does not roll back",
            "7.24",
            WrongStateStores::withoutRollback,
            "7.27",
            "7.30",
            "7.54",
            "7.55"),
        stateStore(
            "rolls back only what stands before the refused operation",
            "7.25",
            WrongStateStores::goingOnAfterRefusal,
            "7.24",
            "7.27",
            "7.28"),
        stateStore(
            "forgets the last operation of a transaction",
            "7.21",
            transacting(ops -> ops.size() < 3 ? ops : ops.subList(0, ops.size() - 1)),
            "7.24",
            "7.27",
            "7.33",
            "7.34",
            "7.46",
            "7.47",
            "7.48"),
        stateStore(
            "carries out the first hundred operations of a larger transaction",
            "7.33",
            right ->
                right.intercepted(
                    Transact.class,
                    (transact, next) ->
                        transact.operations().size() <= 100
                            ? transact.on(next)
                            : next.transact(
                                    transact.operations().subList(0, 100), transact.metadata())
                                .then(Mono.error(refused("too many operations"))))),
        stateStore(
            "takes no more than fifty operations",
            "7.34",
            right ->
                right.intercepted(
                    Transact.class,
                    (transact, next) ->
                        transact.operations().size() <= 50
                            ? transact.on(next)
                            : Mono.error(refused("too many operations")))),
        stateStore(
            "silently drops a key of a large bulk read",
            "7.41",
            readingInBulk(
                items -> {
                  Map<String, StateItem> fewer = new HashMap<>(items);
                  if (items.size() > 50) {
                    fewer.remove(items.keySet().iterator().next());
                  }
                  return fewer;
                })),
        stateStore(
            "leaves missing keys out of a bulk read",
            "7.42",
            readingInBulk(
                items -> {
                  Map<String, StateItem> fewer = new HashMap<>(items);
                  fewer.values().removeIf(item -> !item.exists());
                  return fewer;
                })),
        stateStore(
            "cuts a bulk read at the size of a message",
            "7.44",
            WrongStateStores::cuttingBulkReads),
        stateStore(
            "tells a bulk read's failures as missing keys",
            "7.45",
            right ->
                right.intercepted(
                    BulkGet.class,
                    (bulkGet, next) ->
                        bulkGet
                            .on(next)
                            .onErrorResume(
                                StateStoreException.class,
                                e -> {
                                  Map<String, StateItem> none = new HashMap<>();
                                  bulkGet.keys().forEach(k -> none.put(k, StateItem.absent(k)));
                                  return e.kind() == Kind.INVALID ? Mono.just(none) : Mono.error(e);
                                }))),
        stateStore("reads in bulk from a cache", "7.43", WrongStateStores::cachingBulkReads),
        stateStore(
            "limits a query to a page",
            "7.47",
            querying(items -> items.size() <= 100 ? items : items.subList(0, 100))),
        stateStore(
            "finds a document twice",
            "7.46",
            querying(
                items -> {
                  List<StateItem> more = new ArrayList<>(items);
                  items.stream().limit(1).forEach(more::add);
                  return more;
                }),
            "7.47",
            "7.48",
            "7.49"),
        stateStore(
            "makes etags of the value",
            "7.13",
            WrongStateStores::etagsOfValues,
            "7.11",
            "7.12",
            "7.14",
            "7.15",
            "7.29",
            "7.41",
            "7.43",
            "7.48"),
        stateStore(
            "caches what a client has read",
            "7.2",
            WrongStateStores::caching,
            "7.52",
            "7.53",
            "7.55",
            "7.56"),
        stateStore(
            "does nothing to delete",
            "7.11",
            right ->
                right.intercepted(
                    StateCall.Delete.class,
                    (delete, next) ->
                        delete.delete().condition() instanceof Condition.Unchanged
                            ? Mono.empty()
                            : delete.on(next)),
            "7.10",
            "7.12",
            "7.14",
            "7.15",
            "7.17"),
        stateStore("takes no notice of case in keys", "7.67", WrongStateStores::caseInsensitive),
        stateStore(
            "mangles unicode",
            "7.61",
            reading(item -> with(item, text -> text.replaceAll("[^\\x00-\\x7f]", "?"))),
            "7.62",
            "7.63",
            "7.64"),
        stateStore(
            "rounds big numbers",
            "7.62",
            reading(
                item -> with(item, text -> text.replace("9007199254740993", "9007199254740992")))),
        stateStore(
            "cuts documents at half a megabyte",
            "7.65",
            reading(
                item ->
                    item.value().length <= 500_000
                        ? item
                        : new StateItem(
                            item.key(), Arrays.copyOf(item.value(), 500_000), item.etag()))),
        stateStore(
            "tells the refusal of a delete as an outage",
            "7.17",
            right ->
                right.intercepted(
                    StateCall.Delete.class,
                    (delete, next) ->
                        delete
                            .on(next)
                            .onErrorMap(
                                StateStoreException.class,
                                e ->
                                    new StateStoreException(
                                        Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e))),
            "7.10",
            "7.30"),
        stateStore(
            "tells a refused write as done",
            "7.5",
            right ->
                right.intercepted(
                    Save.class,
                    (save, next) ->
                        save.on(next)
                            .onErrorComplete(
                                e ->
                                    e instanceof StateStoreException failure
                                        && failure.kind() == Kind.FAILED)),
            "7.6",
            "7.7",
            "7.9",
            "7.12",
            "7.17",
            "7.18",
            "7.19",
            "7.31",
            "7.51",
            "7.52",
            "7.53"),
        stateStore(
            "checks create-only apart from the write", "7.51", WrongStateStores::checkingFirst),
        stateStore(
            "shows a transaction operation by operation", "7.55", WrongStateStores::visibleInPart),
        stateStore(
            "fails to read a missing key",
            "7.3",
            right ->
                right.intercepted(
                    Get.class,
                    (get, next) ->
                        get.on(next)
                            .flatMap(
                                item ->
                                    item.exists()
                                        ? Mono.just(item)
                                        : Mono.error(refused("no such key")))),
            "7.2",
            "7.11",
            "7.12",
            "7.13",
            "7.16",
            "7.24",
            "7.25",
            "7.27",
            "7.28",
            "7.30",
            "7.43",
            "7.54",
            "7.56",
            "7.66"));
  }

  /** Time enough for somebody to look. */
  private static final Mono<Long> A_WHILE = Mono.delay(Duration.ofMillis(2));

  private static StateStoreException refused(String why) {
    return new StateStoreException(Kind.FAILED, why, null);
  }

  private static StateStore withoutRollback(StateStore right) {
    return right.intercepted(
        Transact.class,
        (transact, next) -> oneByOne(transact.operations(), transact.metadata(), next).then());
  }

  private static Flux<Void> oneByOne(
      List<? extends StateOperation> operations, Map<String, String> metadata, StateStore store) {
    return Flux.fromIterable(operations)
        .concatMap(operation -> store.transact(List.of(operation), metadata));
  }

  private static StateStore goingOnAfterRefusal(StateStore right) {
    return right.intercepted(
        Transact.class,
        (transact, next) ->
            transact
                .on(next)
                .onErrorResume(
                    StateStoreException.class,
                    e ->
                        oneByOne(
                                transact.operations().stream()
                                    .skip(1)
                                    .filter(o -> o.condition() instanceof Condition.None)
                                    .toList(),
                                transact.metadata(),
                                next)
                            .then(Mono.error(e))));
  }

  private static StateStore cuttingBulkReads(StateStore right) {
    return right.intercepted(
        BulkGet.class,
        (bulkGet, next) ->
            bulkGet
                .on(next)
                .onErrorResume(
                    StateStoreException.class,
                    e ->
                        e.kind() == Kind.TOO_LARGE
                            ? next.bulkGet(
                                bulkGet.keys().subList(0, bulkGet.keys().size() / 2),
                                bulkGet.metadata())
                            : Mono.error(e)));
  }

  private static StateStore cachingBulkReads(StateStore right) {
    Map<String, StateItem> cache = new ConcurrentHashMap<>();
    return readingInBulk(
            items -> {
              Map<String, StateItem> old = new HashMap<>(items);
              items.forEach(
                  (key, item) -> {
                    StateItem known = item.exists() ? cache.putIfAbsent(key, item) : null;
                    old.put(key, known == null ? item : known);
                  });
              return old;
            })
        .apply(right);
  }

  private static StateStore etagsOfValues(StateStore right) {
    return right
        .intercepted(
            Save.class,
            (save, next) ->
                save.upsert().condition() instanceof Condition.Unchanged expected
                    ? next.get(save.upsert().key(), save.metadata())
                        .flatMap(
                            item ->
                                etagOfValue(item).equals(expected.etag())
                                    ? next.save(
                                        under(save.upsert(), Condition.unchanged(item)),
                                        save.metadata())
                                    : Mono.error(refused("etag")))
                    : save.on(next))
        .intercepted(
            Get.class,
            (get, next) ->
                get.on(next)
                    .map(
                        item ->
                            item.exists()
                                ? new StateItem(item.key(), item.value(), etagOfValue(item))
                                : item));
  }

  private static String etagOfValue(StateItem item) {
    return Integer.toHexString(Arrays.hashCode(item.value()));
  }

  /** Without a word; those of its rule only, so that on a slow machine no other rule sees it. */
  private static StateStore expiring(StateStore right) {
    Map<String, Long> writtenNanos = new ConcurrentHashMap<>();
    return remembering(right, writtenNanos)
        .intercepted(
            Get.class,
            (get, next) ->
                get.on(next)
                    .map(
                        item -> {
                          long written = writtenNanos.getOrDefault(get.key(), System.nanoTime());
                          return get.key().contains("7.69-")
                                  && System.nanoTime() - written > LIFE.toNanos()
                              ? StateItem.absent(get.key())
                              : item;
                        }));
  }

  /** Notes when each key was last written or deleted, as its call was told as done. */
  static StateStore remembering(StateStore right, Map<String, Long> writtenNanos) {
    return right.intercepted(
        Write.class,
        (write, next) ->
            write
                .on(next)
                .doOnSuccess(
                    done ->
                        write
                            .operations()
                            .forEach(o -> writtenNanos.put(o.key(), System.nanoTime()))));
  }

  /** Its own writes a client sees. */
  private static StateStore caching(StateStore right) {
    Map<String, StateItem> cache = new ConcurrentHashMap<>();
    return right
        .intercepted(
            Get.class,
            (get, next) -> {
              StateItem known = cache.get(get.key());
              return known != null
                  ? Mono.just(known)
                  : get.on(next).doOnNext(item -> cache.put(get.key(), item));
            })
        .intercepted(
            Write.class,
            (write, next) ->
                write
                    .on(next)
                    .doOnTerminate(() -> write.operations().forEach(o -> cache.remove(o.key()))));
  }

  private static StateStore caseInsensitive(StateStore right) {
    return right
        .intercepted(
            Get.class,
            (get, next) ->
                next.get(get.key().toLowerCase(Locale.ROOT), get.metadata())
                    .map(item -> new StateItem(get.key(), item.value(), item.etag())))
        .intercepted(
            Save.class,
            (save, next) ->
                next.save(
                    new Upsert(
                        save.upsert().key().toLowerCase(Locale.ROOT),
                        save.upsert().value(),
                        save.upsert().condition()),
                    save.metadata()));
  }

  /** As etcd's component does: what it checked may have changed when it writes. */
  private static StateStore checkingFirst(StateStore right) {
    return right.intercepted(
        Save.class,
        (save, next) ->
            save.upsert().condition() instanceof Condition.Absent
                ? next.get(save.upsert().key(), save.metadata())
                    .flatMap(
                        item ->
                            item.exists()
                                ? Mono.error(refused("exists"))
                                : next.save(
                                    under(save.upsert(), Condition.none()), save.metadata()))
                : save.on(next));
  }

  private static StateStore visibleInPart(StateStore right) {
    return right.intercepted(
        Transact.class,
        (transact, next) -> {
          boolean conditional =
              transact.operations().stream()
                  .anyMatch(o -> !(o.condition() instanceof Condition.None));
          return conditional
              ? transact.on(next)
              : Flux.fromIterable(transact.operations())
                  .concatMap(
                      operation ->
                          next.transact(List.of(operation), transact.metadata()).then(A_WHILE))
                  .then();
        });
  }
}
