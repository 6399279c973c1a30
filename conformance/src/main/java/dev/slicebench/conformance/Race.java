package dev.slicebench.conformance;

import dev.slicebench.conformance.Attempt.Fate;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Writers that append to one stream at once, and what became of what they were told. */
final class Race {

  private static final int MAX_BATCH = 3;

  /** More than one event store, so that what one instance knows of a stream can be out of date. */
  private static final int INSTANCES = 4;

  private static final int TRIES_AT_REST = 20;

  private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * How a race is run.
   *
   * @param exact whether the writers expect exact versions, else any
   * @param seed decides the events and the sizes of the appends
   */
  record Plan(int writers, int appendsPerWriter, boolean exact, long seed) {}

  /**
   * What a race showed.
   *
   * @param acknowledged appends that were told success
   * @param refused appends that were told a conflict or another refusal
   * @param unknown appends whose outcome was told as unknown
   * @param collisions writes that the state store refused
   * @param audit of the stream afterwards; of an empty one where it cannot be read
   * @param leftovers documents that still hold refused events, readable or not
   * @param witness what shows that a promise was broken; empty where all is well
   */
  record Outcome(
      long acknowledged,
      long refused,
      long unknown,
      long collisions,
      Audit audit,
      long leftovers,
      String witness) {

    boolean isSound() {
      return witness.isEmpty();
    }

    /** The counts in words. */
    @Override
    public String toString() {
      return "%d appends, %d conflicts, %d unknown; %d events lost, %d phantom, %d twice, %d out of"
              .formatted(
                  acknowledged,
                  refused,
                  unknown,
                  audit.lost(),
                  audit.phantoms(),
                  audit.duplicates(),
                  audit.gaps())
          + " order";
    }
  }

  private final Footprint state;
  private final Function<StateStore, EventStore> open;
  private final String stream;
  private final Plan plan;

  private Race(Footprint state, Function<StateStore, EventStore> open, String stream, Plan plan) {
    this.state = state;
    this.open = open;
    this.stream = stream;
    this.plan = plan;
  }

  /**
   * Runs a race and audits the stream.
   *
   * @param open opens an event store over the state store given
   * @param stream one that does not exist
   * @throws StoreUnavailableException if the stream cannot be read afterwards for want of the store
   */
  static Outcome run(
      Footprint state, Function<StateStore, EventStore> open, String stream, Plan plan) {
    return new Race(state, open, stream, plan).run();
  }

  private Outcome run() {
    long refusalsBefore = state.refusals();
    List<Attempt> attempts = allWriters();
    long collisions = state.refusals() - refusalsBefore;
    String witness = "";
    if (!appendAtRest(attempts)) {
      witness = "at rest, " + TRIES_AT_REST + " appends in a row were refused";
    }
    Audit audit;
    try {
      audit = Audit.of(attempts, open.apply(state).blocking().load(stream));
      witness = audit.witness().isEmpty() ? witness : audit.witness();
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // Any way of failing counts: the original has no type for it.
      audit = Audit.of(attempts, List.of());
      witness = "the stream cannot be read any more: " + e.getMessage();
    }
    return new Outcome(
        count(attempts, Fate.ACKNOWLEDGED),
        count(attempts, Fate.CONFLICT) + count(attempts, Fate.REFUSED),
        count(attempts, Fate.UNKNOWN),
        collisions,
        audit,
        leftovers(attempts),
        witness);
  }

  private List<Attempt> allWriters() {
    List<EventStore> instances = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(open.apply(state));
    }
    CyclicBarrier start = new CyclicBarrier(plan.writers);
    ExecutorService threads = Executors.newFixedThreadPool(plan.writers);
    try {
      List<Callable<List<Attempt>>> writers = new ArrayList<>();
      for (int i = 0; i < plan.writers; i++) {
        EventStore store = instances.get(i % INSTANCES);
        Random random = new Random(plan.seed * 31 + i);
        writers.add(
            () -> {
              start.await();
              return oneWriter(store, random);
            });
      }
      List<Attempt> attempts = new ArrayList<>();
      for (Future<List<Attempt>> writer : threads.invokeAll(writers)) {
        attempts.addAll(writer.get());
      }
      return attempts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the race was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Attempt> oneWriter(EventStore store, Random random) {
    List<Attempt> attempts = new ArrayList<>();
    long version = 0;
    for (int i = 0; i < plan.appendsPerWriter; i++) {
      ExpectedVersion expected =
          plan.exact ? ExpectedVersion.exact(version) : ExpectedVersion.any();
      Attempt attempt = Attempt.of(store, stream, expected, events(random));
      attempts.add(attempt);
      version =
          attempt.is(Fate.ACKNOWLEDGED) || !plan.exact
              ? attempt.version()
              : newest(store, attempt.version());
    }
    return attempts;
  }

  /** What a conflict tells may be old already: an append that expects it would be in vain. */
  private long newest(EventStore store, long known) {
    try {
      return Math.max(known, store.blocking().head(stream).orElse(0));
    } catch (EventStoreException | StateStoreException e) {
      return known;
    }
  }

  private boolean appendAtRest(List<Attempt> attempts) {
    EventStore store = open.apply(state);
    Random random = new Random(plan.seed * 31 - 1);
    for (int i = 0; i < TRIES_AT_REST; i++) {
      ExpectedVersion head = ExpectedVersion.exact(newest(store, 0));
      Attempt attempt = Attempt.of(store, stream, head, events(random));
      attempts.add(attempt);
      if (attempt.is(Fate.ACKNOWLEDGED)) {
        return true;
      }
    }
    return false;
  }

  private static List<EventData> events(Random random) {
    List<EventData> events = new ArrayList<>();
    int count = 1 + random.nextInt(MAX_BATCH);
    for (int i = 0; i < count; i++) {
      UUID id = new UUID(random.nextLong(), random.nextLong());
      events.add(new EventData(id, "raced", Json.parse("{}")));
    }
    return events;
  }

  private static long count(List<Attempt> attempts, Fate fate) {
    return attempts.stream().filter(attempt -> attempt.is(fate)).count();
  }

  private long leftovers(List<Attempt> attempts) {
    Set<String> refused = new HashSet<>();
    for (Attempt attempt : attempts) {
      if (attempt.is(Fate.CONFLICT) || attempt.is(Fate.REFUSED)) {
        attempt.events().forEach(event -> refused.add(event.id().toString()));
      }
    }
    return state.existing(stream + "|").values().stream()
        .filter(document -> holdsAny(document, refused))
        .count();
  }

  private static boolean holdsAny(StateItem document, Set<String> ids) {
    String text = new String(document.value(), StandardCharsets.UTF_8);
    return UUIDS.matcher(text).results().anyMatch(id -> ids.contains(id.group()));
  }
}
