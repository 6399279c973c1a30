package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryRecorder;
import dev.slicebench.conformance.history.check.CheckResult;
import dev.slicebench.conformance.history.check.HistoryCheck;
import dev.slicebench.store.EventStoreException;
import dev.slicebench.store.state.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;

/** The races of a subject, run once and judged by many rules. */
public final class Races {

  /** Of races that showed too little; each is judged by many rules, so not by each of them anew. */
  private static final int TRIES = 3;

  /** Fewer show nothing: by accident, no two calls met. */
  private static final Demand DEMAND = new Demand(50, 5, 0);

  private final Map<StoreUnderTest, Outcome> outcomes =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * What races showed.
   *
   * @param history a copy that nobody else deletes
   * @param turns the stream at which two instances took turns, without a race
   * @param outage why the races did not come to rest; empty where they did
   */
  public record Outcome(CheckResult result, Path history, String turns, String outage) {

    /** Returns whether they show neither that something is wrong nor that all is well. */
    boolean isOpen() {
      return result.findings().isEmpty() && (!outage.isEmpty() || !result.shortfalls().isEmpty());
    }

    /** Keeps the history as one of the context's own; says where. */
    public Path keepFor(RuleContext context) throws IOException {
      HistoryRecorder own = context.history();
      own.close();
      Files.copy(history, own.file(), StandardCopyOption.REPLACE_EXISTING);
      return own.file();
    }
  }

  /** Returns the outcome for the context's subject; runs the races if nobody has yet. */
  public Outcome of(RuleContext context) throws Exception {
    Outcome known = outcomes.get(context.subject());
    if (known == null) {
      known = run(context);
      for (int tries = 1; tries < TRIES && known.isOpen(); tries++) {
        known = run(context);
      }
      outcomes.put(context.subject(), known);
    }
    return known;
  }

  private static Outcome run(RuleContext context) throws Exception {
    String turns = context.newName();
    HistoryRecorder history = context.history();
    history.demand(DEMAND);
    String outage = "";
    try (history) {
      new Race(context, history, context.newName()).exactWriters();
      new Race(context, history, context.newName()).writersOfAnyVersion();
      new Race(context, history, context.newName()).writersAndReaders();
      new Race(context, history, context.newName()).twins();
      new Race(context, history, turns).turns();
    } catch (EventStoreException | StateStoreException e) {
      outage = String.valueOf(e.getMessage());
    }
    Path copy = Files.createTempFile("slicebench-races", ".jsonl");
    copy.toFile().deleteOnExit();
    Files.copy(history.file(), copy, StandardCopyOption.REPLACE_EXISTING);
    return new Outcome(HistoryCheck.of(copy).result(), copy, turns, outage);
  }

  /** Returns a random generator for each of several threads, which follow from the context's. */
  public static Random[] randoms(RuleContext context, int count) {
    Random[] randoms = new Random[count];
    for (int i = 0; i < count; i++) {
      randoms[i] = new Random(context.random().nextLong());
    }
    return randoms;
  }
}
