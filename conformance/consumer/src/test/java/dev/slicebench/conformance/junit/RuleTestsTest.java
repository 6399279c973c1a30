package dev.slicebench.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slicebench.store.EventStore;
import dev.slicebench.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What the tests of a store find, leave open and say. */
class RuleTestsTest {

  /** What came of the tests of a store. */
  private static final class Run {

    final List<String> names = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    final List<String> aborted = new ArrayList<>();
    final StringBuilder summary = new StringBuilder();

    static Run of(EventStore store) {
      Run run = new Run();
      EventStoreConformance conformance =
          new EventStoreConformance() {
            @Override
            protected EventStore open() {
              return store;
            }
          };
      try (Stream<DynamicTest> tests = conformance.rules(run.summary::append)) {
        tests.forEach(run::execute);
      }
      return run;
    }

    private void execute(DynamicTest test) {
      assertFalse(test.getTestSourceUri().isEmpty(), "else Surefire names it by its method");
      names.add(test.getDisplayName());
      try {
        test.getExecutable().execute();
      } catch (TestAbortedException e) {
        aborted.add(e.getMessage());
      } catch (Throwable e) {
        failed.add(e.getMessage());
      }
    }
  }

  @Test
  void aSimpleStoreIsAskedAllThatNeedsNothingElse() {
    Run run = Run.of(new ListEventStore());

    assertEquals(List.of(), run.failed);
    assertEquals(
        List.of(), run.aborted.stream().filter(why -> !why.startsWith("not asked: ")).toList());
    assertTrue(
        run.names.contains("1.12 Expecting version 0 MUST mean expecting no stream."),
        run.names.toString());
    String summary = run.summary.toString();
    int kept = run.names.size() - run.aborted.size();
    assertTrue(
        summary.startsWith(": %d of %d rules kept (seed ".formatted(kept, run.names.size())),
        summary);
    assertTrue(
        summary.contains(
            "not asked: the event store's calls to its state store cannot be watched"
                + " ('./slicebench verify' asks it of a store behind Dapr): "),
        summary);
  }

  /** It checks, and then it acts: sound in one thread. */
  @RepeatedTest(3)
  void aStoreThatLosesUpdatesIsCaughtByItsRaces() {
    Run run =
        Run.of(
            new ListEventStore() {
              @Override
              boolean replace(
                  String stream, List<RecordedEvent> before, List<RecordedEvent> after) {
                streams.put(stream, after);
                return true;
              }
            });

    assertTrue(
        run.failed.stream().anyMatch(why -> why.startsWith("rule 5.1: LOST_APPEND")),
        run.failed.toString());
  }

  /** What was written first is looked at last, among all that the other rules wrote. */
  @Test
  void aStoreThatForgetsItsOldestStreamIsCaught() {
    Run run =
        Run.of(
            new ListEventStore() {
              private final Queue<String> names = new ConcurrentLinkedQueue<>();

              @Override
              boolean replace(
                  String stream, List<RecordedEvent> before, List<RecordedEvent> after) {
                boolean isReplaced = super.replace(stream, before, after);
                if (isReplaced && before.isEmpty()) {
                  names.add(stream);
                  if (streams.size() > 40) {
                    streams.remove(names.remove());
                  }
                }
                return isReplaced;
              }
            });

    assertEquals(List.of("1.21"), ids(run.failed));
  }

  private static List<String> ids(List<String> failures) {
    return failures.stream().map(why -> why.replaceAll("rule ([.\\d]+): .*", "$1")).toList();
  }
}
