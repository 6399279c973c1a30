package dev.slicebench.conformance.planted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.ByteString;
import dev.slicebench.conformance.planted.Fault.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents in memory under one lock, with etags, create-only writes and transactions, all sound
 * but for one {@link Fault}. A fault has an opportunity where it would change an answer or a
 * document, and takes place where it does.
 */
final class PlantedStore {

  /** For how long it is known what there was before. */
  private static final long PAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Of a value that queries can find. */
  private static final int LONGEST_JSON = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, Document> documents = new LinkedHashMap<>();
  private final Map<String, Deque<Past>> pasts = new HashMap<>();
  private final Map<String, Set<String>> etagsOfKeys = new HashMap<>();

  private final Set<String> deleted = new HashSet<>();

  /** By which key a document was last asked for. */
  private final Map<String, String> askedAs = new HashMap<>();

  /** What a transaction that is shown in part has still to write. */
  private final Set<String> unwritten = new HashSet<>();

  private final List<Late> late = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom();
  private Fault fault = Fault.NONE;
  private long writes;
  private long lastWriteNanos = System.nanoTime();
  private long restartNanos = System.nanoTime();
  private long opportunities;
  private String asked = "";

  /** How often it took place, by the rule that was asked then. */
  private final Map<String, Long> takings = new TreeMap<>();

  /**
   * A write of one document.
   *
   * @param value null to delete it
   * @param etag empty for none
   * @param isFirst whether there must be no document where there is no etag
   */
  record Write(String key, @Nullable ByteString value, String etag, boolean isFirst) {

    boolean isDelete() {
      return value == null;
    }

    boolean isCreateOnly() {
      return isFirst && etag.isEmpty();
    }

    boolean isConditional() {
      return isFirst || !etag.isEmpty();
    }

    boolean isRefused(@Nullable Document document) {
      return isCreateOnly()
          ? document != null
          : !etag.isEmpty() && (document == null || !document.etag.equals(etag));
    }

    Write under(String otherKey) {
      return new Write(otherKey, value, etag, isFirst);
    }
  }

  /**
   * A document.
   *
   * @param etagBefore the etag that it had before; empty for none
   * @param version how often it was written since it was created
   * @param isPlain whether it was last written without a condition
   * @param json its value; missing where that is no JSON
   */
  record Document(
      ByteString value,
      String etag,
      String etagBefore,
      long writtenNanos,
      int version,
      boolean isPlain,
      JsonNode json) {}

  /** A document that a query finds. */
  record Found(String key, Document document) {}

  /** What there was until {@code endNanos}. */
  private record Past(long endNanos, Optional<Document> document) {}

  /** Something that happens after {@code dueNanos}, before the next call. */
  private record Late(long dueNanos, Runnable event) {}

  /** Drops all there is, and begins anew with {@code another} fault. */
  void plant(Fault another, long seed) {
    lock.lock();
    try {
      fault = another;
      random = new SplittableRandom(seed);
      documents.clear();
      pasts.clear();
      etagsOfKeys.clear();
      deleted.clear();
      askedAs.clear();
      late.clear();
      opportunities = 0;
      takings.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how often the fault could have changed an answer or a document. */
  long opportunities() {
    lock.lock();
    try {
      return opportunities;
    } finally {
      lock.unlock();
    }
  }

  /** Notes which rule is asked from now on. */
  void asking(String rule) {
    lock.lock();
    try {
      asked = rule;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how often it did, by the rule that was asked then. */
  Map<String, Long> takings() {
    lock.lock();
    try {
      return new TreeMap<>(takings);
    } finally {
      lock.unlock();
    }
  }

  /** Carries out all of the writes or none; returns why none, or empty. */
  Optional<String> write(List<Write> asked, boolean isTransaction) {
    calls.incrementAndGet();
    lock.lock();
    try {
      catchUp();
      List<Write> wanted = asked.stream().map(w -> w.under(keyOf(w.key))).toList();
      Optional<Integer> refused = refused(wanted, isTransaction);
      return refused.isPresent()
          ? refuse(wanted, refused.get(), isTransaction)
          : accept(wanted, isTransaction);
    } finally {
      calls.decrementAndGet();
      lock.unlock();
    }
  }

  /** Returns the first refused write; empty where none is. */
  private Optional<Integer> refused(List<Write> wanted, boolean isTransaction) {
    List<Integer> refused = new ArrayList<>();
    List<Integer> unnoticed = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Write write = wanted.get(i);
      if (write.isRefused(documents.get(write.key))) {
        refused.add(i);
        Effect ignoring = write.isCreateOnly() ? Effect.IGNORES_CREATE_ONLY : Effect.IGNORES_ETAG;
        if (fault.effect() == ignoring && fault.when().test(at(wanted, i, isTransaction))) {
          unnoticed.add(i);
        }
      } else if (takesPlace(Effect.REFUSES, at(wanted, i, isTransaction))) {
        return Optional.of(i);
      }
    }
    if (!refused.isEmpty() && refused.equals(unnoticed) && isChosen()) {
      took();
      return Optional.empty();
    }
    return refused.stream().findFirst();
  }

  private Optional<String> refuse(List<Write> wanted, int refused, boolean isTransaction) {
    Moment moment = at(wanted, refused, isTransaction);
    if (refused > 0 && takesPlace(Effect.KEEPS_BEFORE, moment)) {
      wanted.subList(0, refused).forEach(this::put);
    }
    List<Write> behind = wanted.subList(refused + 1, wanted.size());
    if (!behind.isEmpty() && takesPlace(Effect.KEEPS_BEHIND, moment)) {
      behind.forEach(this::put);
    }
    if (isTransaction && isPlanted(Effect.CARRIES_OUT_LATER, moment) && isChosen()) {
      later(
          () -> {
            if (wanted.stream().noneMatch(w -> w.isRefused(documents.get(w.key)))) {
              wanted.forEach(this::put);
              took();
            }
          });
    }
    return takesPlace(Effect.TELLS_REFUSED_AS_DONE, moment)
        ? Optional.empty()
        : Optional.of("the condition of " + wanted.get(refused).key + " does not hold");
  }

  private Optional<String> accept(List<Write> wanted, boolean isTransaction) {
    Moment moment = at(wanted, wanted.size() - 1, isTransaction);
    if (wanted.stream().anyMatch(Write::isConditional)
        && isPlanted(Effect.CHECKS_APART, moment)
        && isChosen()) {
      letOthersGoOn();
      if (wanted.stream().anyMatch(w -> w.isRefused(documents.get(w.key)))) {
        took();
      }
    }
    if (takesPlace(Effect.LOSES, moment)) {
      return Optional.empty();
    }
    boolean isTorn = wanted.size() > 1 && takesPlace(Effect.TEARS, moment);
    boolean isShown = wanted.size() > 1 && isPlanted(Effect.SHOWS_IN_PART, moment) && isChosen();
    List<Write> written = isTorn ? wanted.subList(0, wanted.size() / 2) : wanted;
    for (int i = 0; i < written.size(); i++) {
      put(written.get(i));
      if (isShown && i + 1 < written.size()) {
        List<String> rest =
            written.subList(i + 1, written.size()).stream().map(Write::key).toList();
        unwritten.addAll(rest);
        letOthersGoOn();
        rest.forEach(unwritten::remove);
      }
    }
    if (isPlanted(Effect.WRITES_AGAIN, moment) && isChosen()) {
      List<Optional<Document>> put = wanted.stream().map(w -> document(w.key)).toList();
      later(
          () -> {
            if (!put.equals(wanted.stream().map(w -> document(w.key)).toList())) {
              wanted.forEach(this::put);
              took();
            }
          });
    }
    return takesPlace(Effect.TELLS_DONE_AS_REFUSED, moment)
        ? Optional.of("the condition of " + wanted.get(0).key + " does not hold")
        : Optional.empty();
  }

  private void put(Write write) {
    Moment moment = at(List.of(write), 0, false);
    Document before = documents.get(write.key);
    ByteString value = write.value;
    if (value == null) {
      if (before == null || takesPlace(Effect.KEEPS_DELETED, moment)) {
        return;
      }
      set(write.key, Optional.empty());
      if (isPlanted(Effect.BRINGS_BACK, moment) && isChosen()) {
        later(
            () -> {
              if (!documents.containsKey(write.key)) {
                set(write.key, Optional.of(before));
                took();
              }
            });
      }
      return;
    }
    String text = value.toString(StandardCharsets.ISO_8859_1);
    if (fault.effect() == Effect.CHANGES_VALUE && !fault.change().apply(text).equals(text)) {
      value =
          takesPlace(Effect.CHANGES_VALUE, moment)
              ? ByteString.copyFrom(fault.change().apply(text), StandardCharsets.ISO_8859_1)
              : value;
    }
    set(
        write.key,
        Optional.of(
            new Document(
                value,
                etag(write.key, value, before, moment),
                before == null ? "" : before.etag,
                System.nanoTime(),
                before == null ? 1 : before.version + 1,
                !write.isConditional(),
                json(value))));
    if (takesPlace(Effect.DROPS_OLDEST, at(List.of(write), 0, false))) {
      set(documents.keySet().iterator().next(), Optional.empty());
    }
  }

  private static JsonNode json(ByteString value) {
    try {
      return value.size() > LONGEST_JSON
          ? MissingNode.getInstance()
          : JSON.readTree(value.toByteArray());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private String etag(String key, ByteString value, @Nullable Document before, Moment moment) {
    Set<String> given = etagsOfKeys.computeIfAbsent(key, k -> new HashSet<>());
    // Digits that look random, of a number that never repeats.
    String etag = "%016x".formatted(++writes * 0x9e3779b97f4a7c15L);
    if (before != null && before.value.equals(value) && takesPlace(Effect.KEEPS_ETAG, moment)) {
      etag = before.etag;
    }
    if (isPlanted(Effect.CHANGES_ETAG, moment)) {
      etag = fault.change().apply(String.valueOf(before == null ? 1 : before.version + 1));
      if (given.contains(etag)) {
        opportunities++;
        took();
      }
    }
    given.add(etag);
    return etag;
  }

  private Optional<Document> document(String key) {
    return Optional.ofNullable(documents.get(key));
  }

  private void set(String key, Optional<Document> document) {
    long now = System.nanoTime();
    Deque<Past> past = pasts.computeIfAbsent(key, k -> new ArrayDeque<>());
    past.add(new Past(now, document(key)));
    lastWriteNanos = now;
    while (now - past.getFirst().endNanos > PAST_NANOS) {
      past.removeFirst();
    }
    if (document.isPresent()) {
      documents.put(key, document.get());
    } else {
      documents.remove(key);
      deleted.add(key);
    }
  }

  /** Returns what there was the fault's time before {@code nanos}. */
  private Optional<Document> documentBefore(String key, long nanos) {
    long then = nanos - TimeUnit.MILLISECONDS.toNanos(fault.millis());
    for (Past past : pasts.getOrDefault(key, new ArrayDeque<>())) {
      if (past.endNanos - then > 0) {
        return past.document;
      }
    }
    return document(key);
  }

  /** Reads documents, all at once and in the order in which they are given. */
  List<Optional<Document>> read(List<String> asked, boolean isBulk) {
    calls.incrementAndGet();
    lock.lock();
    try {
      catchUp();
      List<String> keys = asked.stream().map(this::keyOf).toList();
      List<Optional<Document>> found = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        found.add(seen(keys, i, isBulk, false));
      }
      return found;
    } finally {
      calls.decrementAndGet();
      lock.unlock();
    }
  }

  /** Finds documents, all at one moment, in the order of their numbers in a property. */
  List<Found> query(Predicate<JsonNode> filter, String order) {
    calls.incrementAndGet();
    lock.lock();
    try {
      catchUp();
      Predicate<Document> matches = document -> filter.test(document.json);
      List<String> keys =
          Stream.concat(documents.keySet().stream(), pasts.keySet().stream())
              .distinct()
              .filter(
                  key ->
                      document(key).filter(matches).isPresent()
                          || (fault.effect() == Effect.READS_OLD
                              && documentBefore(key, System.nanoTime())
                                  .filter(matches)
                                  .isPresent()))
              .toList();
      List<Found> found = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        String key = keys.get(i);
        seen(keys, i, false, true)
            .filter(matches)
            .ifPresent(document -> found.add(new Found(key, document)));
      }
      Comparator<Found> byOrder =
          Comparator.comparingDouble(one -> one.document.json.path(order).asDouble());
      List<Found> inOrder = found.stream().sorted(byOrder).toList();
      return !inOrder.equals(found)
              && takesPlace(
                  Effect.IGNORES_ORDER, moment("", Optional.empty(), false, true, 0, found.size()))
          ? found
          : inOrder;
    } finally {
      calls.decrementAndGet();
      lock.unlock();
    }
  }

  private Optional<Document> seen(
      List<String> keys, int position, boolean isBulk, boolean isQuery) {
    String key = keys.get(position);
    Optional<Document> now = document(key);
    Moment moment = moment(key, Optional.empty(), isBulk, isQuery, position, keys.size());
    if (now.isPresent() && takesPlace(Effect.READS_NOTHING, moment)) {
      return Optional.empty();
    }
    Optional<Document> then = documentBefore(key, System.nanoTime());
    if (!then.equals(now) && takesPlace(Effect.READS_OLD, moment)) {
      return then;
    }
    Optional<Document> neighbour = document(keys.get(Math.max(0, position - 1)));
    if (!neighbour.equals(now) && takesPlace(Effect.READS_NEIGHBOUR, moment)) {
      return neighbour;
    }
    if (unwritten.contains(key)) {
      took();
    }
    return now;
  }

  /** Notes that daprd has started. */
  void restart() {
    lock.lock();
    try {
      restartNanos = System.nanoTime();
      if (fault.effect() == Effect.LOSES_AT_RESTART) {
        long endNanos = lastWriteNanos;
        for (String key : pasts.keySet()) {
          Optional<Document> then = documentBefore(key, endNanos);
          if (!then.equals(document(key))) {
            set(key, then);
            opportunities++;
            took();
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private String keyOf(String asked) {
    String key = fault.effect() == Effect.CHANGES_KEY ? fault.change().apply(asked) : asked;
    String before = askedAs.put(key, asked);
    if (documents.containsKey(key)) {
      if (before != null && !before.equals(asked)) {
        opportunities++;
        took();
      }
      Moment moment = moment(key, Optional.empty(), false, false, 0, 1);
      if (takesPlace(Effect.DROPS, moment)) {
        set(key, Optional.empty());
      }
    }
    return key;
  }

  private void later(Runnable event) {
    late.add(new Late(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.millis()), event));
  }

  private void catchUp() {
    long now = System.nanoTime();
    for (Iterator<Late> each = late.iterator(); each.hasNext(); ) {
      Late next = each.next();
      if (now - next.dueNanos < 0) {
        return;
      }
      each.remove();
      next.event.run();
    }
  }

  private void letOthersGoOn() {
    lock.unlock();
    try {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(fault.millis()));
    } finally {
      lock.lock();
    }
  }

  private boolean takesPlace(Effect effect, Moment moment) {
    if (!isPlanted(effect, moment) || !isChosen()) {
      return false;
    }
    took();
    return true;
  }

  private void took() {
    takings.merge(asked, 1L, Long::sum);
  }

  private boolean isPlanted(Effect effect, Moment moment) {
    return fault.effect() == effect && fault.when().test(moment);
  }

  private boolean isChosen() {
    opportunities++;
    return random.nextInt(fault.oneIn()) == 0;
  }

  private Moment at(List<Write> wanted, int position, boolean isTransaction) {
    Write write = wanted.get(position);
    return moment(write.key, Optional.of(write), isTransaction, false, position, wanted.size());
  }

  private Moment moment(
      String key, Optional<Write> write, boolean isMany, boolean isQuery, int position, int count) {
    long now = System.nanoTime();
    Document document = documents.get(key);
    return new Moment(
        key,
        write,
        Optional.ofNullable(document),
        deleted.contains(key),
        isMany,
        isQuery,
        position,
        count,
        document == null ? 0 : TimeUnit.NANOSECONDS.toMillis(now - document.writtenNanos),
        TimeUnit.NANOSECONDS.toMillis(now - restartNanos),
        documents.size(),
        calls.get());
  }
}
