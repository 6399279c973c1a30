package dev.slicebench.conformance.rules.check;

import dev.slicebench.conformance.Capability;
import java.util.Set;

/**
 * A numbered promise, and how to find out whether it is kept.
 *
 * @param id group and number, such as {@code 5.3}; never given to another rule
 * @param kind what its verdicts mean
 * @param text the promise, with MUST or SHOULD
 * @param intent in a line, what goes wrong for a user where it is broken
 * @param needs what must be at hand to ask
 */
public record Rule(
    String id,
    Group group,
    Kind kind,
    String text,
    String intent,
    Set<Capability> needs,
    Check check) {

  /** What a rule is about, in the order of their numbers. */
  public enum Group {
    /** Appends, one after another. */
    APPEND(1),
    /** Appends of the same event ids. */
    IDEMPOTENCY(2),
    /** Loads and heads. */
    READ(3),
    /** Streams, apps and modes beside each other. */
    ISOLATION(4),
    /** Writers and readers at once. */
    CONCURRENCY(5),
    /** Lost calls and answers, crashes, restarts. */
    FAULTS(6),
    /** The same promises, asked of the raw state API. */
    STORE_PROBES(7);

    private final int number;

    Group(int number) {
      this.number = number;
    }

    /** What the numbers of its rules begin with. */
    public int number() {
      return number;
    }
  }

  /** What a rule's verdicts mean. */
  public enum Kind {
    /** MUST be kept by whoever has what it needs: a store that breaks it is unsafe. */
    REQUIRED,
    /** SHOULD be kept: where it is broken that is told, and the store is as safe as without. */
    OPTIONAL,
    /** MUST be kept, asked under races or faults: a failure is proof, a pass is not. */
    STOCHASTIC
  }

  /** Asks a subject. */
  @FunctionalInterface
  public interface Check {
    /**
     * The verdict. A {@link BrokenRuleException} is a failure of the subject, unless calls failed
     * meanwhile for reasons of their own; so is any other exception that tells of no outage. An
     * outage, and a {@link RefusedException}, leave the rule open, and it is asked again.
     */
    Verdict ask(RuleContext trial) throws Exception;
  }
}
