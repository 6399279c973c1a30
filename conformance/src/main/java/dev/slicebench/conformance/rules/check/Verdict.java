package dev.slicebench.conformance.rules.check;

/** What was found out about a rule on a subject. */
public sealed interface Verdict {

  /** The rule held, as far as was looked; {@code seen} counts what was looked at. */
  record Pass(String seen) implements Verdict {}

  /** The rule is broken; {@code witness} is what a person can check by hand. */
  record Fail(String witness) implements Verdict {}

  /** It was not asked. */
  record Skip(String reason) implements Verdict {}

  /** It was asked, but too little happened, or an assumption did not hold. */
  record Inconclusive(String reason) implements Verdict {}
}
