package dev.slicebench.conformance.faults;

import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Delete;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * Faults between event stores and their state store, call by call: stands in the seam of as many
 * event stores as wanted. Until it is told something, and once it is healed, every call is {@link
 * CallFate#NORMAL}. Safe for use by many threads.
 */
public final class CallFaults implements UnaryOperator<StateStore> {

  /** Says what becomes of each call. */
  private interface FatePlan {
    CallFate next(boolean write);
  }

  private static final FatePlan ALL_WELL = write -> CallFate.NORMAL;

  private final Consumer<String> began;
  private final List<String> planted = new ArrayList<>();
  private final List<Mono<?>> late = new ArrayList<>();
  private FatePlan plan = ALL_WELL;

  /**
   * None yet.
   *
   * @param began is told of each fault when it happens
   */
  public CallFaults(Consumer<String> began) {
    this.began = began;
  }

  /** Of the writes from now on, the one with this number has this fate, 1 being the first. */
  public synchronized void onWrite(int number, CallFate fate) {
    int[] writes = {0};
    plan = write -> write && ++writes[0] == number ? fate : CallFate.NORMAL;
  }

  /** Of the reads from now on, the one with this number has this fate, 1 being the first. */
  public synchronized void onRead(int number, CallFate fate) {
    int[] reads = {0};
    plan = write -> !write && ++reads[0] == number ? fate : CallFate.NORMAL;
  }

  /**
   * Who calls dies at the write with this number: that one has this fate, and every call after it
   * is lost.
   */
  public synchronized void deathAtWrite(int number, CallFate fate) {
    int[] writes = {0};
    plan =
        write -> {
          if (write && writes[0] < number) {
            writes[0]++;
            return writes[0] == number ? fate : CallFate.NORMAL;
          }
          return writes[0] < number ? CallFate.NORMAL : CallFate.REQUEST_LOST;
        };
  }

  /** From now on every call has this fate. */
  public synchronized void onEveryCall(CallFate fate) {
    plan = write -> fate;
  }

  /** From now on so many calls of a thousand have a fate that is drawn, all alike. */
  public synchronized void drawn(Random random, int perThousand) {
    CallFate[] fates = CallFate.values();
    plan =
        write ->
            random.nextInt(1000) < perThousand
                ? fates[1 + random.nextInt(fates.length - 1)]
                : CallFate.NORMAL;
  }

  /** From now on all is well. What is late stays so. */
  public synchronized void heal() {
    plan = ALL_WELL;
  }

  /**
   * Carries out what is late, in the order in which it was asked for; returns when that is done.
   */
  public void landLate() {
    List<Mono<?>> calls;
    synchronized (this) {
      calls = List.copyOf(late);
      late.clear();
    }
    // Nobody is told what comes of it.
    calls.forEach(call -> call.onErrorComplete().block());
  }

  /** Returns what has happened so far, each in a few words. */
  public synchronized List<String> planted() {
    return List.copyOf(planted);
  }

  private synchronized CallFate next(String call, boolean write, Mono<?> real) {
    CallFate drawn = plan.next(write);
    // A read has no effect that could come late, or twice.
    CallFate fate =
        !write && (drawn == CallFate.LATE || drawn == CallFate.DELIVERED_TWICE)
            ? CallFate.REQUEST_LOST
            : drawn;
    if (fate != CallFate.NORMAL) {
      String what = call + ": " + fate;
      planted.add(what);
      began.accept(what);
    }
    if (fate == CallFate.LATE) {
      late.add(real);
    }
    return fate;
  }

  private <R> Mono<R> around(StateCall<R> call, StateStore next) {
    String name = name(call);
    Mono<R> real = call.on(next);
    return switch (next(name, call instanceof Write, real)) {
      case NORMAL -> real;
      case REQUEST_LOST, LATE -> lost(name);
      case ANSWER_LOST -> real.onErrorComplete().then(lost(name));
      case DELIVERED_TWICE -> real.onErrorComplete().then(real);
      case THROTTLED ->
          Mono.error(
              new StateStoreException(Kind.FAILED, name + ": too many requests (planted)", null));
    };
  }

  private static String name(StateCall<?> call) {
    if (call instanceof Get get) {
      return "get " + get.key();
    }
    if (call instanceof BulkGet bulkGet) {
      return "bulk get of " + bulkGet.keys().size();
    }
    if (call instanceof Save save) {
      return "save " + save.upsert().key();
    }
    if (call instanceof Delete delete) {
      return "delete " + delete.delete().key();
    }
    return call instanceof Transact transact
        ? "transaction of " + transact.operations().size()
        : "query";
  }

  private static <T> Mono<T> lost(String call) {
    return Mono.error(
        new StateStoreException(Kind.UNAVAILABLE, call + ": connection lost (planted)", null));
  }

  /** {@code state} with the faults before it. */
  @Override
  public StateStore apply(StateStore state) {
    return state.intercepted(this::around);
  }
}
