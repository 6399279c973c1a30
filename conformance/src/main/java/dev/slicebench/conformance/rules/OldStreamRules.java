package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.Planted.Old;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.conformance.rules.check.StreamScript;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rule 1.21: streams that were written at the beginning, and are looked at late. */
final class OldStreamRules {

  private static final int STREAMS = 24;

  /** Where nothing else was asked meanwhile. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);

  /**
   * Streams, and an instance that knows each as it was before its last event.
   *
   * @param streams by name, what each holds
   */
  private record Streams(EventStore late, Map<String, List<RecordedEvent>> streams) {}

  private OldStreamRules() {}

  static List<Rule> rules() {
    return List.of(
        new Planted<>(OldStreamRules::plant, LEAST_AGE)
            .must(
                Declaration.of(RuleGroup.APPEND, Capability.EVENT_STORE),
                "1.21",
                "However old a stream is, it MUST refuse an append at an old version, load whole, and"
                    + " take the next append.",
                "A stream may rest for years before somebody appends to it.",
                OldStreamRules::look));
  }

  /**
   * Appends as many events as an append may have, and fewer; what is not acknowledged is left out.
   */
  private static Streams plant(RuleContext context) {
    EventStore late = context.subject().open();
    Map<String, List<RecordedEvent>> streams = new LinkedHashMap<>();
    for (int i = 0; i < STREAMS; i++) {
      int length = AppendRules.LENGTHS.get(i % AppendRules.LENGTHS.size());
      written(StreamScript.of(context), late, length)
          .ifPresent(script -> streams.put(script.name(), List.copyOf(script.model())));
    }
    return new Streams(late, streams);
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

  private static RuleVerdict look(RuleContext context, Old<Streams> old) {
    Map<String, List<RecordedEvent>> streams = old.what().streams();
    List<String> names = new ArrayList<>(streams.keySet());
    for (String name : names) {
      List<RecordedEvent> model = streams.getOrDefault(name, List.of());
      StreamScript script = StreamScript.of(context, name, old.what().late(), model);
      ExpectedVersion before = ExpectedVersion.exact(model.size() - 1L);
      script.conflict(before, script.events(model.size() - 1));
      script.byNewInstance().conflict(before).conflict(ExpectedVersion.noStream());
      script.byNewInstance().holds();
      // Where the outcome stays unknown, the stream is not asked about again.
      streams.remove(name);
      script.byNewInstance().append(1).byNewInstance().holds();
      streams.put(name, List.copyOf(script.model()));
    }
    return names.isEmpty()
        ? RuleVerdict.inconclusive("no append was acknowledged")
        : RuleVerdict.pass(
            "held for %d streams after %d s".formatted(names.size(), old.ageMs() / 1000));
  }
}
