package dev.slicebench.conformance.rules.check;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.CallFailures;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventData;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.Json;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.StoreUnavailableException;
import dev.slicebench.store.UnknownOutcomeException;
import dev.slicebench.store.VersionConflictException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One stream, what it should hold, and the steps of a check; a step that fails ends the check. */
public final class StreamScript {

  /** Of a load or head that fails. */
  private static final int TRIES = 3;

  private final RuleContext context;
  private final String name;
  private final BlockingEventStore store;
  private final List<RecordedEvent> model;

  private StreamScript(
      RuleContext context, String name, BlockingEventStore store, List<RecordedEvent> model) {
    this.context = context;
    this.name = name;
    this.store = store;
    this.model = model;
  }

  /** On a new stream, by a new instance. */
  public static StreamScript of(RuleContext context) {
    return of(context, context.newName(), context.subject().open());
  }

  public static StreamScript of(RuleContext context, String name, EventStore store) {
    return of(context, name, store, List.of());
  }

  /** On a stream that holds these events. */
  public static StreamScript of(
      RuleContext context, String name, EventStore store, List<RecordedEvent> model) {
    return new StreamScript(context, name, store.blocking(), new ArrayList<>(model));
  }

  /** Returns the same stream and what it should hold, by another instance. */
  public StreamScript by(EventStore other) {
    return new StreamScript(context, name, other.blocking(), model);
  }

  /** Returns the same stream and what it should hold, by an instance that has not seen it yet. */
  public StreamScript byNewInstance() {
    return by(context.subject().open());
  }

  public String name() {
    return name;
  }

  public BlockingEventStore store() {
    return store;
  }

  public List<RecordedEvent> model() {
    return model;
  }

  public List<EventData> events(int count) {
    return events(context.random(), count);
  }

  public static List<EventData> events(Random random, int count) {
    List<EventData> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      events.add(new EventData(id, "happened", Json.of(List.of(id, i))));
    }
    return events;
  }

  /** Appends; what is told must be what a first success of these events is told. */
  public StreamScript append(ExpectedVersion expected, List<EventData> events) {
    CallFailures before = context.subject().trouble();
    AppendResult told = appended(expected, events);
    AppendResult right =
        new AppendResult(model.size() + (long) events.size(), model.isEmpty(), false);
    require(
        told.equals(right) || foundItsOwn(told, events, before),
        "%s: an append of %d events with %s at version %d was told %s instead of %s",
        this,
        events.size(),
        expected,
        model.size(),
        told,
        right);
    model.addAll(recorded(events));
    return this;
  }

  /** Appends batches of these sizes, each expecting the version it finds. */
  public StreamScript append(int... sizes) {
    for (int size : sizes) {
      append(ExpectedVersion.exact(model.size()), events(size));
    }
    return this;
  }

  /** Appends events that are stored already, the last of them at {@code next}. */
  public StreamScript repeat(ExpectedVersion expected, List<EventData> events, long next) {
    AppendResult told = appended(expected, events);
    require(
        told.repeat() && told.nextExpectedVersion() == next,
        "%s: an append of %d events with %s, all stored already up to version %d, was told %s",
        this,
        events.size(),
        expected,
        next,
        told);
    return this;
  }

  /** Appends in vain: what is told must be the conflict, with the stream's true version. */
  public StreamScript conflict(ExpectedVersion expected, List<EventData> events) {
    AppendResult told;
    try {
      told = store.append(name, expected, events);
    } catch (VersionConflictException e) {
      require(
          e.stream().equals(name) && e.expected().equals(expected) && e.actual() == model.size(),
          "%s is at version %d, an append expected %s, and was told: %s",
          this,
          model.size(),
          expected,
          e.getMessage());
      return this;
    } catch (EventStoreException e) {
      passOnOutage(e);
      throw new BrokenRuleException(
          "%s: an append with %s at version %d was not told the conflict but %s"
              .formatted(this, expected, model.size(), e));
    }
    throw new BrokenRuleException(
        "%s: an append with %s at version %d was told success: %s"
            .formatted(this, expected, model.size(), told));
  }

  /**
   * Returns whether an append that wrote its events was told that they were there: where an answer
   * was lost, or told as a failure, the event store finds them stored.
   */
  private boolean foundItsOwn(AppendResult told, List<EventData> events, CallFailures before) {
    return told.repeat()
        && told.nextExpectedVersion() == model.size() + (long) events.size()
        && context.subject().trouble().isMoreThan(before);
  }

  /** As {@link #conflict} with two new events. */
  public StreamScript conflict(ExpectedVersion expected) {
    return conflict(expected, events(2));
  }

  /** Any outcome will do, if it is true: a success is in the model, a failure is not. */
  public StreamScript appendSomehow(ExpectedVersion expected, List<EventData> events) {
    CallFailures before = context.subject().trouble();
    AppendResult told;
    try {
      told = store.append(name, expected, events);
    } catch (EventStoreException e) {
      passOnOutage(e);
      return this;
    }
    if (foundItsOwn(told, events, before)) {
      model.addAll(recorded(events));
    } else if (told.repeat()) {
      int last = (int) told.nextExpectedVersion();
      int first = last - events.size();
      require(
          first >= 0
              && last <= model.size()
              && ids(model.subList(first, last))
                  .equals(events.stream().map(EventData::id).toList()),
          "%s: an append with %s was told %s, yet the stream does not hold its events there",
          this,
          expected,
          told);
    } else {
      model.addAll(recorded(events));
      require(
          told.nextExpectedVersion() == model.size(),
          "%s: an append of %d events was told %s, and should end at version %d",
          this,
          events.size(),
          told,
          model.size());
    }
    return this;
  }

  /** The whole stream must be what it should be. */
  public StreamScript holds() {
    return loads(LoadOptions.all());
  }

  /** The load must deliver the part of the model that is asked for. */
  public StreamScript loads(LoadOptions options) {
    List<RecordedEvent> right =
        new ArrayList<>(
            model.stream()
                .filter(e -> e.version() >= options.from() && e.version() <= options.to())
                .toList());
    if (options.direction() == Direction.BACKWARDS) {
      Collections.reverse(right);
    }
    right = right.subList(0, (int) Math.min(right.size(), options.maxCount()));
    List<RecordedEvent> loaded = answered(() -> store.load(name, options));
    String difference = difference(right, loaded);
    require(
        difference == null,
        "%s, %d events long, loaded with %s: %s",
        this,
        model.size(),
        options,
        difference);
    return this;
  }

  /** The head must be the model's last version. */
  public StreamScript isAtItsHead() {
    OptionalLong head = answered(() -> store.head(name));
    OptionalLong right = model.isEmpty() ? OptionalLong.empty() : OptionalLong.of(model.size());
    require(
        head.equals(right), "%s: its head is %s and should be %s", this, told(head), told(right));
    return this;
  }

  /** Returns the answer to a question; where the store is out of reach, it is asked again. */
  private static <T> T answered(Supplier<T> question) {
    for (int tries = 1; ; tries++) {
      try {
        return question.get();
      } catch (EventStoreException e) {
        if (!isOutage(e) || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Returns the events as they are recorded behind the model's last. */
  private List<RecordedEvent> recorded(List<EventData> events) {
    List<RecordedEvent> recorded = new ArrayList<>();
    long version = model.size();
    for (EventData event : events) {
      version++;
      recorded.add(new RecordedEvent(event.id(), event.name(), name, event.data(), version));
    }
    return recorded;
  }

  private AppendResult appended(ExpectedVersion expected, List<EventData> events) {
    try {
      return store.append(name, expected, events);
    } catch (EventStoreException e) {
      passOnOutage(e);
      throw new BrokenRuleException(
          "%s: an append of %d events with %s at version %d failed: %s"
              .formatted(this, events.size(), expected, model.size(), e));
    }
  }

  /** Throws what says of the store that it could not be asked, and nothing of what it does. */
  public static void passOnOutage(EventStoreException failure) {
    if (isOutage(failure)) {
      throw failure;
    }
  }

  /** A query that fails once is told as a mode that is not available. */
  private static boolean isOutage(EventStoreException failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof UnknownOutcomeException
        || failure instanceof ModeUnavailableException;
  }

  private static List<String> ids(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::id).toList();
  }

  private static String told(OptionalLong version) {
    return version.isPresent() ? "version " + version.getAsLong() : "absent";
  }

  /** Returns what is wrong with a load, at its first wrong place; null where it is right. */
  private static @Nullable String difference(
      List<RecordedEvent> right, List<RecordedEvent> loaded) {
    for (int i = 0; i < Math.min(right.size(), loaded.size()); i++) {
      if (!right.get(i).equals(loaded.get(i))) {
        return "delivery %d is %s and should be %s".formatted(i + 1, loaded.get(i), right.get(i));
      }
    }
    if (right.size() == loaded.size()) {
      return null;
    }
    return loaded.size() < right.size()
        ? "%d of %d events were delivered; the first that lacks is %s"
            .formatted(loaded.size(), right.size(), right.get(loaded.size()))
        : "%d events were delivered, %d too many; the first is %s"
            .formatted(loaded.size(), loaded.size() - right.size(), loaded.get(right.size()));
  }

  @Override
  public String toString() {
    return "stream '" + name + "'";
  }
}
