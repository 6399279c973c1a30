package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/** Rule 1.21: streams that were written at the beginning, and are looked at late. */
final class OldStreamRules {

  private static final int STREAMS = 24;

  /** Where nothing else was asked meanwhile. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);

  private final Map<StoreUnderTest, Old> planted = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Streams, and an instance that knows each as it was before its last event.
   *
   * @param streams by name, what each holds
   */
  private record Old(long writtenNanos, EventStore late, Map<String, List<RecordedEvent>> streams) {

    long ageMs() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - writtenNanos);
    }
  }

  private OldStreamRules() {}

  static List<Rule> rules() {
    return new OldStreamRules().all();
  }

  private List<Rule> all() {
    Declaration group = Declaration.of(RuleGroup.APPEND, Capability.EVENT_STORE);
    return List.of(
        new Rule(
            "1.21",
            group.group(),
            RuleKind.REQUIRED,
            "However old a stream is, it MUST refuse an append at an old version, load whole, and take"
                + " the next append.",
            "A stream may rest for years before somebody appends to it.",
            group.needs(),
            new Rule.Prepared() {
              @Override
              public void prepare(RuleContext context) {
                planted.computeIfAbsent(context.subject(), subject -> plant(context));
              }

              @Override
              public RuleVerdict ask(RuleContext context) throws InterruptedException {
                Old old = planted.computeIfAbsent(context.subject(), subject -> plant(context));
                TimeUnit.MILLISECONDS.sleep(Math.max(0, LEAST_AGE.toMillis() - old.ageMs()));
                return look(context, old);
              }
            }));
  }

  /**
   * Appends as many events as an append may have, and fewer; what is not acknowledged is left out.
   */
  private static Old plant(RuleContext context) {
    EventStore late = context.subject().open();
    Map<String, List<RecordedEvent>> streams = new LinkedHashMap<>();
    long writtenNanos = System.nanoTime();
    for (int i = 0; i < STREAMS; i++) {
      int length = AppendRules.LENGTHS.get(i % AppendRules.LENGTHS.size());
      written(StreamScript.of(context), late, length)
          .ifPresent(script -> streams.put(script.name(), List.copyOf(script.model())));
    }
    return new Old(writtenNanos, late, streams);
  }

  private static Optional<StreamScript> written(StreamScript script, EventStore late, int length) {
    try {
      script.append(length).by(late).isAtItsHead();
      return Optional.of(script.append(1));
    } catch (EventStoreException | BrokenRuleException e) {
      // Other rules tell.
      return Optional.empty();
    }
  }

  private static RuleVerdict look(RuleContext context, Old old) {
    List<String> names = new ArrayList<>(old.streams().keySet());
    for (String name : names) {
      List<RecordedEvent> model = old.streams().getOrDefault(name, List.of());
      StreamScript script = StreamScript.of(context, name, old.late(), model);
      ExpectedVersion before = ExpectedVersion.exact(model.size() - 1L);
      script.conflict(before, script.events(model.size() - 1));
      script.byNewInstance().conflict(before).conflict(ExpectedVersion.noStream());
      script.byNewInstance().holds();
      // Where the outcome stays unknown, the stream is not asked about again.
      old.streams().remove(name);
      script.byNewInstance().append(1).byNewInstance().holds();
      old.streams().put(name, List.copyOf(script.model()));
    }
    return names.isEmpty()
        ? RuleVerdict.inconclusive("no append was acknowledged")
        : RuleVerdict.pass(
            "held for %d streams after %d s".formatted(names.size(), old.ageMs() / 1000));
  }
}
