package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.stateStore;

import dev.slicebench.store.state.ForwardingStateStore;
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
        new ForwardingStateStore(right) {
          @Override
          public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
            return super.save(wrong.apply(upsert), metadata);
          }
        };
  }

  /** Changes the operations of transactions. */
  private static UnaryOperator<StateStore> transacting(
      UnaryOperator<List<? extends StateOperation>> wrong) {
    return right ->
        new ForwardingStateStore(right) {
          @Override
          public Mono<Void> transact(
              List<? extends StateOperation> operations, Map<String, String> metadata) {
            return super.transact(wrong.apply(operations), metadata);
          }
        };
  }

  private static UnaryOperator<StateStore> reading(UnaryOperator<StateItem> wrong) {
    return right ->
        new ForwardingStateStore(right) {
          @Override
          public Mono<StateItem> get(String key, Map<String, String> metadata) {
            return super.get(key, metadata).map(wrong);
          }
        };
  }

  private static UnaryOperator<StateStore> readingInBulk(
      Function<Map<String, StateItem>, Map<String, StateItem>> wrong) {
    return right ->
        new ForwardingStateStore(right) {
          @Override
          public Mono<Map<String, StateItem>> bulkGet(
              List<String> keys, Map<String, String> metadata) {
            return super.bulkGet(keys, metadata).map(wrong);
          }
        };
  }

  private static UnaryOperator<StateStore> querying(UnaryOperator<List<StateItem>> wrong) {
    return right ->
        new ForwardingStateStore(right) {
          @Override
          public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
            return super.query(query, metadata).map(wrong);
          }
        };
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> delete(Delete delete, Map<String, String> metadata) {
                    return super.delete(new Delete(delete.key(), Condition.none()), metadata);
                  }
                },
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> transact(
                      List<? extends StateOperation> operations, Map<String, String> metadata) {
                    return operations.size() <= 100
                        ? super.transact(operations, metadata)
                        : super.transact(operations.subList(0, 100), metadata)
                            .then(Mono.error(refused("too many operations")));
                  }
                }),
        stateStore(
            "takes no more than fifty operations",
            "7.34",
            right ->
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> transact(
                      List<? extends StateOperation> operations, Map<String, String> metadata) {
                    return operations.size() <= 50
                        ? super.transact(operations, metadata)
                        : Mono.error(refused("too many operations"));
                  }
                }),
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Map<String, StateItem>> bulkGet(
                      List<String> keys, Map<String, String> metadata) {
                    return super.bulkGet(keys, metadata)
                        .onErrorResume(
                            StateStoreException.class,
                            e -> {
                              Map<String, StateItem> none = new HashMap<>();
                              keys.forEach(key -> none.put(key, StateItem.absent(key)));
                              return e.kind() == Kind.INVALID ? Mono.just(none) : Mono.error(e);
                            });
                  }
                }),
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> delete(Delete delete, Map<String, String> metadata) {
                    return delete.condition() instanceof Condition.Unchanged
                        ? Mono.empty()
                        : super.delete(delete, metadata);
                  }
                },
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> delete(Delete delete, Map<String, String> metadata) {
                    return super.delete(delete, metadata)
                        .onErrorMap(
                            StateStoreException.class,
                            e ->
                                new StateStoreException(
                                    Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e));
                  }
                },
            "7.10",
            "7.30"),
        stateStore(
            "tells a refused write as done",
            "7.5",
            right ->
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
                    return super.save(upsert, metadata)
                        .onErrorComplete(
                            e ->
                                e instanceof StateStoreException failure
                                    && failure.kind() == Kind.FAILED);
                  }
                },
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
                new ForwardingStateStore(right) {
                  @Override
                  public Mono<StateItem> get(String key, Map<String, String> metadata) {
                    return super.get(key, metadata)
                        .flatMap(
                            item ->
                                item.exists()
                                    ? Mono.just(item)
                                    : Mono.error(refused("no such key")));
                  }
                },
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
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Void> transact(
          List<? extends StateOperation> operations, Map<String, String> metadata) {
        return Flux.fromIterable(operations)
            .concatMap(operation -> super.transact(List.of(operation), metadata))
            .then();
      }
    };
  }

  private static StateStore goingOnAfterRefusal(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Void> transact(
          List<? extends StateOperation> operations, Map<String, String> metadata) {
        return super.transact(operations, metadata)
            .onErrorResume(
                StateStoreException.class,
                e ->
                    Flux.fromIterable(operations.subList(1, operations.size()))
                        .filter(operation -> operation.condition() instanceof Condition.None)
                        .concatMap(operation -> super.transact(List.of(operation), metadata))
                        .then(Mono.error(e)));
      }
    };
  }

  private static StateStore cuttingBulkReads(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
        return super.bulkGet(keys, metadata)
            .onErrorResume(
                StateStoreException.class,
                e ->
                    e.kind() == Kind.TOO_LARGE
                        ? super.bulkGet(keys.subList(0, keys.size() / 2), metadata)
                        : Mono.error(e));
      }
    };
  }

  private static StateStore cachingBulkReads(StateStore right) {
    Map<String, StateItem> cache = new ConcurrentHashMap<>();
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
        return super.bulkGet(keys, metadata)
            .map(
                items -> {
                  Map<String, StateItem> old = new HashMap<>(items);
                  items.forEach(
                      (key, item) -> {
                        StateItem known = item.exists() ? cache.putIfAbsent(key, item) : null;
                        old.put(key, known == null ? item : known);
                      });
                  return old;
                });
      }
    };
  }

  private static StateStore etagsOfValues(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<StateItem> get(String key, Map<String, String> metadata) {
        return super.get(key, metadata)
            .map(
                item ->
                    item.exists()
                        ? new StateItem(
                            key, item.value(), Integer.toHexString(Arrays.hashCode(item.value())))
                        : item);
      }

      @Override
      public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
        return upsert.condition() instanceof Condition.Unchanged expected
            ? super.get(upsert.key(), metadata)
                .flatMap(
                    item ->
                        Integer.toHexString(Arrays.hashCode(item.value())).equals(expected.etag())
                            ? super.save(under(upsert, Condition.unchanged(item)), metadata)
                            : Mono.error(refused("etag")))
            : super.save(upsert, metadata);
      }
    };
  }

  /** Without a word; those of its rule only, so that on a slow machine no other rule sees it. */
  private static StateStore expiring(StateStore right) {
    Map<String, Long> writtenNanos = new ConcurrentHashMap<>();
    return new ForwardingStateStore(right) {
      @Override
      public Mono<StateItem> get(String key, Map<String, String> metadata) {
        return super.get(key, metadata)
            .map(
                item -> {
                  long written = writtenNanos.getOrDefault(key, System.nanoTime());
                  return key.contains("7.69-") && System.nanoTime() - written > LIFE.toNanos()
                      ? StateItem.absent(key)
                      : item;
                });
      }

      @Override
      protected Mono<Void> write(
          List<? extends StateOperation> operations,
          Map<String, String> metadata,
          Mono<Void> call) {
        return call.doOnSuccess(
            done -> operations.forEach(o -> writtenNanos.put(o.key(), System.nanoTime())));
      }
    };
  }

  /** Its own writes a client sees. */
  private static StateStore caching(StateStore right) {
    Map<String, StateItem> cache = new ConcurrentHashMap<>();
    return new ForwardingStateStore(right) {
      @Override
      public Mono<StateItem> get(String key, Map<String, String> metadata) {
        return Mono.defer(
            () -> {
              StateItem known = cache.get(key);
              return known != null
                  ? Mono.just(known)
                  : super.get(key, metadata).doOnNext(item -> cache.put(key, item));
            });
      }

      @Override
      protected Mono<Void> write(
          List<? extends StateOperation> operations,
          Map<String, String> metadata,
          Mono<Void> call) {
        Runnable forget = () -> operations.forEach(operation -> cache.remove(operation.key()));
        return call.doOnTerminate(forget);
      }
    };
  }

  private static StateStore caseInsensitive(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<StateItem> get(String key, Map<String, String> metadata) {
        return super.get(key.toLowerCase(Locale.ROOT), metadata)
            .map(item -> new StateItem(key, item.value(), item.etag()));
      }

      @Override
      public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
        return super.save(
            new Upsert(upsert.key().toLowerCase(Locale.ROOT), upsert.value(), upsert.condition()),
            metadata);
      }
    };
  }

  /** As etcd's component does: what it checked may have changed when it writes. */
  private static StateStore checkingFirst(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Void> save(Upsert upsert, Map<String, String> metadata) {
        return upsert.condition() instanceof Condition.Absent
            ? super.get(upsert.key(), metadata)
                .flatMap(
                    item ->
                        item.exists()
                            ? Mono.error(refused("exists"))
                            : super.save(under(upsert, Condition.none()), metadata))
            : super.save(upsert, metadata);
      }
    };
  }

  private static StateStore visibleInPart(StateStore right) {
    return new ForwardingStateStore(right) {
      @Override
      public Mono<Void> transact(
          List<? extends StateOperation> operations, Map<String, String> metadata) {
        boolean conditional =
            operations.stream().anyMatch(o -> !(o.condition() instanceof Condition.None));
        return conditional
            ? super.transact(operations, metadata)
            : Flux.fromIterable(operations)
                .concatMap(operation -> super.transact(List.of(operation), metadata).then(A_WHILE))
                .then();
      }
    };
  }
}
