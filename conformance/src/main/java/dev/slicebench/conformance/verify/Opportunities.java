package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.JsonValues;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.FaultKind;
import dev.slicebench.evidence.verification.Power;
import dev.slicebench.evidence.verification.Tally;
import dev.slicebench.evidence.verification.VerificationReport.Outcome;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Counts how often a fault of each kind could have taken place and would have been seen: from the
 * calls, and from the histories that were checked. Where it is in doubt, it does not count. Safe
 * for use by many threads.
 */
final class Opportunities {

  /** Of the keys that are remembered; the first ones to be written are forgotten. */
  private static final int MOST_KEYS = 20_000;

  /** Of the values that are remembered. */
  private static final int LONGEST_VALUE = 16 << 10;

  private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LongSupplier clock;
  private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);
  private final Map<SliceMode, Long> appends = new EnumMap<>(SliceMode.class);
  private final Map<String, Last> written = remembering();
  private final Map<String, Call> refused = remembering();

  /** A history that several rules judge counts once. */
  private final Set<Tally> tallies = Collections.newSetFromMap(new IdentityHashMap<>());

  private int clients;

  Opportunities(LongSupplier clock) {
    this.clock = clock;
  }

  /** A write, and how many of its documents are yet to be looked at. */
  private static final class Call {
    private final boolean together;
    private int left;

    Call(Write write) {
      together = write instanceof Transact && write.operations().size() > 1;
      left = write.operations().size();
    }

    boolean isSeenToTheEnd() {
      left--;
      return left == 0;
    }
  }

  /** What was last acknowledged of a key. */
  private static final class Last {
    private final Call call;
    private final StateOperation operation;
    private final int client;
    private final long toldNanos;
    private boolean isSeen;
    private boolean isSeenByOther;

    Last(Call call, StateOperation operation, int client, long toldNanos) {
      this.call = call;
      this.operation = operation;
      this.client = client;
      this.toldNanos = toldNanos;
    }
  }

  private static <V> Map<String, V> remembering() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST_KEYS;
      }
    };
  }

  /** Returns {@code state}, with every call to it counted as one of a client of its own. */
  StateStore through(StateStore state) {
    int client = clients++;
    return state.intercepted(
        new Interceptor() {
          @Override
          public <R> Mono<R> around(StateCall<R> call, StateStore next) {
            return Mono.defer(
                () -> {
                  long askedNanos = clock.getAsLong();
                  return call instanceof Write write
                      ? call.on(next)
                          .doOnSuccess(done -> accepted(client, write))
                          .doOnError(StateStoreException.class, e -> failed(write, e, askedNanos))
                      : call.on(next)
                          .doOnNext(answer -> read(client, call.documents(answer), askedNanos));
                });
          }
        });
  }

  private void count(FaultKind kind, long more) {
    counts.merge(kind, more, Long::sum);
  }

  private synchronized void accepted(int client, Write write) {
    long now = clock.getAsLong();
    Call call = new Call(write);
    for (StateOperation operation : write.operations()) {
      refused.remove(operation.key());
      written.remove(operation.key());
      written.put(operation.key(), new Last(call, operation, client, now));
    }
  }

  private synchronized void failed(Write write, StateStoreException failure, long askedNanos) {
    if (failure.kind() != Kind.FAILED) {
      return;
    }
    boolean together = write instanceof Transact;
    boolean forEtag = false;
    boolean forAbsence = false;
    boolean isTaken = false;
    boolean isRace = false;
    Call call = new Call(write);
    for (StateOperation operation : write.operations()) {
      Last last = written.get(operation.key());
      Condition condition = operation.condition();
      forEtag |= condition instanceof Condition.Unchanged;
      forAbsence |= condition instanceof Condition.Absent;
      isTaken |=
          condition instanceof Condition.Absent && last != null && last.operation instanceof Upsert;
      isRace |=
          !(condition instanceof Condition.None) && last != null && last.toldNanos - askedNanos > 0;
      if (call.together) {
        refused.remove(operation.key());
        refused.put(operation.key(), call);
      }
    }
    // Of two conditions either would do, so that neither is shown.
    if (forEtag && !isTaken) {
      count(together ? FaultKind.ETAG_TOGETHER : FaultKind.ETAG_ALONE, 1);
    } else if (forAbsence && !forEtag) {
      count(together ? FaultKind.CREATE_TOGETHER : FaultKind.CREATE_ALONE, 1);
    }
    if (isRace) {
      count(together ? FaultKind.RACE_TOGETHER : FaultKind.RACE_ALONE, 1);
    }
  }

  private synchronized void read(int client, Collection<StateItem> items, long askedNanos) {
    for (StateItem item : items) {
      Last last = written.get(item.key());
      if (last != null && askedNanos - last.toldNanos >= 0 && shows(item, last.operation)) {
        seen(client, last, askedNanos);
      }
      Call looked = refused.get(item.key());
      if (looked != null) {
        refused.remove(item.key());
        if (looked.isSeenToTheEnd()) {
          count(FaultKind.REFUSED_BUT_DONE, 1);
        }
      }
    }
  }

  private void seen(int client, Last last, long askedNanos) {
    if (!last.isSeen) {
      last.isSeen = true;
      boolean isDelete = !(last.operation instanceof Upsert);
      count(isDelete ? FaultKind.KEPT_DELETED : FaultKind.LOST_WRITE, 1);
      if (last.call.isSeenToTheEnd() && last.call.together) {
        count(FaultKind.TORN_TRANSACTION, 1);
      }
    }
    if (!last.isSeenByOther && last.client != client) {
      last.isSeenByOther = true;
      if (askedNanos - last.toldNanos <= AT_ONCE_NANOS) {
        count(FaultKind.STALE_READ, 1);
      }
    }
  }

  private static boolean shows(StateItem item, StateOperation operation) {
    if (!(operation instanceof Upsert upsert)) {
      return !item.exists();
    }
    return item.exists()
        && upsert.value().length <= LONGEST_VALUE
        && (Arrays.equals(item.value(), upsert.value()) || isSame(item.value(), upsert.value()));
  }

  private static boolean isSame(byte[] read, byte[] written) {
    try {
      return JsonValues.same(read, written);
    } catch (BrokenRuleException e) {
      return false;
    }
  }

  /** Counts what was checked in histories for a rule that was kept. */
  synchronized void checked(Question question, RuleVerdict verdict) {
    Tally tally = verdict.tally();
    if (verdict.outcome() != Outcome.PASS || tally.operations() == 0 || !tallies.add(tally)) {
      return;
    }
    question.mode().ifPresent(mode -> appends.merge(mode, tally.acknowledged(), Long::sum));
    Set<Capability> needs = question.rule().needs();
    if (needs.contains(Capability.SIDECAR_RESTART) || needs.contains(Capability.STORE_RESTART)) {
      count(FaultKind.RESTART, tally.faults());
    }
  }

  /** Counts the histories that earlier sittings of a soak checked. */
  synchronized void checkedBefore(SliceMode mode, Tally tally) {
    appends.merge(mode, tally.acknowledged(), Long::sum);
  }

  /** Counts what earlier sittings of a soak counted of the store, as {@link #ofStore} told it. */
  synchronized void countedBefore(Map<FaultKind, Long> earlier) {
    earlier.forEach(this::count);
  }

  /** Returns what is counted of the store so far, whatever the modes. */
  synchronized Map<FaultKind, Long> ofStore() {
    return Map.copyOf(counts);
  }

  /** Returns the power of what was counted, over the appends of {@code modes} too. */
  synchronized List<Power> power(Collection<SliceMode> modes) {
    List<Power> power = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      if (kind != FaultKind.APPEND) {
        power.add(Power.of(kind, null, Objects.requireNonNullElse(counts.get(kind), 0L)));
      }
    }
    for (SliceMode mode : modes) {
      power.add(
          Power.of(FaultKind.APPEND, mode, Objects.requireNonNullElse(appends.get(mode), 0L)));
    }
    return List.copyOf(power);
  }
}
