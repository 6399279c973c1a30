package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.StoreUnderTest;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleKind;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What some rules write to a store at the beginning, once for all of them, to look at it late.
 *
 * @param <T> what is known of what was written
 */
final class Planted<T> {

  private final Map<StoreUnderTest, Old<T>> bySubject =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Function<RuleContext, T> planting;
  private final Duration leastAge;

  /**
   * Nothing yet.
   *
   * @param leastAge is waited for where nothing else was asked meanwhile
   */
  Planted(Function<RuleContext, T> planting, Duration leastAge) {
    this.planting = planting;
    this.leastAge = leastAge;
  }

  /** What was written, and when that began. */
  record Old<T>(T what, long writtenNanos) {

    long ageMs() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - writtenNanos);
    }
  }

  /** Looks at what is old. */
  @FunctionalInterface
  interface Look<T> {
    RuleVerdict at(RuleContext context, Old<T> old);
  }

  /** Returns the required rule that looks at it. */
  Rule must(Declaration group, String id, String text, String intent, Look<T> look) {
    Rule.Prepared check =
        new Rule.Prepared() {
          @Override
          public void prepare(RuleContext context) {
            plantOnce(context);
          }

          @Override
          public RuleVerdict ask(RuleContext context) throws InterruptedException {
            Old<T> old = plantOnce(context);
            TimeUnit.MILLISECONDS.sleep(Math.max(0, leastAge.toMillis() - old.ageMs()));
            return look.at(context, old);
          }
        };
    return new Rule(id, group.group(), RuleKind.REQUIRED, text, intent, group.needs(), check);
  }

  private Old<T> plantOnce(RuleContext context) {
    return bySubject.computeIfAbsent(
        context.subject(),
        subject -> {
          long writtenNanos = System.nanoTime();
          return new Old<>(planting.apply(context), writtenNanos);
        });
  }
}
