package dev.slicebench.conformance.verify;

import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Transact;
import dev.slicebench.store.state.StateCall.Write;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes down the calls that reach a state store, with their answers, for a person to check. Of a
 * rule that makes many, it keeps the first and the last. Safe for use by many threads.
 */
final class WitnessCalls {

  private static final int FIRST = 40;
  private static final int LAST = 200;
  private static final int SHOWN = 80;
  private static final int LONGEST_VALUE = 120;
  private static final int MOST_OPERATIONS = 12;

  private static final char DELETE = 0x7f;
  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cntrl}`]+");
  private static final Pattern KEY = Pattern.compile("slicebench-[^\\s,:;'\"()]+");

  private final LongSupplier clock;
  private final AtomicInteger clients = new AtomicInteger();
  private final List<Call> first = new ArrayList<>();
  private final Deque<Call> last = new ArrayDeque<>();
  private int asked;
  private long startNs;

  WitnessCalls(LongSupplier clock) {
    this.clock = clock;
    this.startNs = clock.getAsLong();
  }

  private static final class Call {

    private final int number;
    private final int client;
    private final long askedNs;
    private final String what;
    private volatile @Nullable String answer;
    private volatile long answeredNs;

    Call(int number, int client, long askedNs, String what) {
      this.number = number;
      this.client = client;
      this.askedNs = askedNs;
      this.what = what;
    }
  }

  /** {@code state}, with every call to it taken down as one of a client of its own. */
  StateStore through(StateStore state) {
    int client = clients.incrementAndGet();
    return state
        .intercepted(
            Get.class,
            (get, next) -> recorded(client, "get " + get.key(), get.on(next), WitnessCalls::item))
        .intercepted(
            BulkGet.class,
            (bulkGet, next) ->
                recorded(
                    client,
                    "bulk get of " + some(bulkGet.keys(), key -> key),
                    bulkGet.on(next),
                    WitnessCalls::items))
        .intercepted(
            Write.class,
            (write, next) -> recorded(client, write(write), write.on(next), any -> "done"))
        .intercepted(
            Query.class,
            (query, next) ->
                recorded(
                    client,
                    "query " + oneLine(query.query()),
                    query.on(next),
                    found -> "%d found: %s".formatted(found.size(), list(found))));
  }

  /** Forgets what was taken down so far. */
  synchronized void begin() {
    first.clear();
    last.clear();
    asked = 0;
    startNs = clock.getAsLong();
  }

  /**
   * Returns what was taken down, in the order in which it was asked; where that is much, what is
   * about keys that the witness names.
   *
   * @param prefix begins the keys, and is left out
   * @param witness of the rule that the calls were made for
   * @return Markdown; empty where there was no call
   */
  synchronized String markdown(String prefix, String witness) {
    List<Call> kept = new ArrayList<>(first);
    kept.addAll(last);
    if (kept.isEmpty()) {
      return "";
    }
    List<Call> shown = shown(kept, witness);
    StringBuilder text =
        new StringBuilder("The calls to Dapr's state API, ")
            .append(asked == shown.size() ? "all %d".formatted(asked) : some(shown.size()))
            .append(", each with when it was asked and answered, in ms. Keys begin with `")
            .append(prefix)
            .append("`, which is left out.\n\n```text\n");
    for (Call call : shown) {
      String answer = call.answer;
      text.append(
          String.format(
              Locale.ROOT,
              "%d  client %d, %.1f to %s: %s: %s%n",
              call.number,
              call.client,
              (call.askedNs - startNs) / 1e6,
              answer == null
                  ? "-"
                  : String.format(Locale.ROOT, "%.1f", (call.answeredNs - startNs) / 1e6),
              call.what.replace(prefix, ""),
              answer == null ? "no answer" : answer.replace(prefix, "")));
    }
    return text.append("```\n").toString();
  }

  private String some(int shown) {
    return "%d of %,d: the last ones about keys that the witness names, else the first and the last"
        .formatted(shown, asked);
  }

  private static List<Call> shown(List<Call> kept, String witness) {
    if (kept.size() <= SHOWN) {
      return kept;
    }
    List<Call> named = kept.stream().filter(call -> names(witness, call)).toList();
    List<Call> shown = named.isEmpty() ? kept : named;
    if (shown.size() <= SHOWN) {
      return shown;
    }
    List<Call> ends = new ArrayList<>();
    if (named.isEmpty()) {
      ends.addAll(shown.subList(0, SHOWN / 4));
    }
    ends.addAll(shown.subList(shown.size() - (SHOWN - ends.size()), shown.size()));
    return ends;
  }

  /** Returns whether a key of the call is a word of the witness. */
  private static boolean names(String witness, Call call) {
    return KEY.matcher(witness).results().anyMatch(key -> call.what.contains(key.group()));
  }

  private synchronized Call asked(int client, String what) {
    Call call = new Call(++asked, client, clock.getAsLong(), what);
    if (first.size() < FIRST) {
      first.add(call);
    } else {
      last.addLast(call);
      if (last.size() > LAST) {
        last.removeFirst();
      }
    }
    return call;
  }

  private void answered(Call call, String answer) {
    call.answeredNs = clock.getAsLong();
    call.answer = answer;
  }

  private <T> Mono<T> recorded(int client, String what, Mono<T> real, Function<T, String> answer) {
    Call call = asked(client, what);
    return real.doOnSuccess(value -> answered(call, value == null ? "done" : answer.apply(value)))
        .doOnError(e -> answered(call, failure(e)))
        .doOnCancel(() -> answered(call, "broken off by the caller"));
  }

  private static String failure(Throwable failure) {
    return (failure instanceof StateStoreException e
            ? e.kind().name()
            : failure.getClass().getSimpleName())
        + ": "
        + oneLine(String.valueOf(failure.getMessage()));
  }

  // No formats from here on: every call passes here, and a format takes longer than some calls.

  private static String item(StateItem item) {
    return item.exists() ? value(item.value()) + ", etag " + item.etag() : "no document";
  }

  private static String items(Map<String, StateItem> items) {
    List<StateItem> there = items.values().stream().filter(StateItem::exists).toList();
    return there.size() + " of " + items.size() + " exist: " + list(there);
  }

  private static String list(List<StateItem> items) {
    return some(items, item -> item.key() + " " + item(item));
  }

  private static String write(Write write) {
    String operations = some(write.operations(), WitnessCalls::operation);
    return write instanceof Transact
        ? "transaction of " + write.operations().size() + ": " + operations
        : operations;
  }

  private static <T> String some(List<? extends T> all, Function<T, String> words) {
    String shown = all.stream().limit(MOST_OPERATIONS).map(words).collect(Collectors.joining("; "));
    int more = all.size() - MOST_OPERATIONS;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private static String operation(StateOperation operation) {
    String what =
        operation instanceof Upsert upsert
            ? "save %s %s".formatted(upsert.key(), value(upsert.value()))
            : "delete " + operation.key();
    return what + condition(operation.condition());
  }

  private static String condition(Condition condition) {
    if (condition instanceof Condition.Unchanged unchanged) {
      return " if its etag is " + unchanged.etag();
    }
    return condition instanceof Condition.Absent ? " if there is none" : " whatever is there";
  }

  private static String value(byte[] value) {
    int shown = Math.min(value.length, LONGEST_VALUE);
    String text = oneLine(new String(value, 0, shown, StandardCharsets.UTF_8));
    return shown == value.length ? text : "%s… (%,d bytes)".formatted(text, value.length);
  }

  private static String oneLine(String text) {
    boolean plain = text.chars().noneMatch(c -> c < ' ' || c == DELETE || c == '`');
    return (plain ? text : UNSHOWN.matcher(text).replaceAll(" ")).strip();
  }
}
