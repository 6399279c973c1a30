package dev.slicebench.conformance.rules.check;

/**
 * What nothing stands against was refused. Once that tells nothing of a rule, since any store fails
 * at times; where it happens each time the rule is asked, while the store does other things, the
 * rule is broken and the message is the witness.
 */
public final class RefusedException extends RuntimeException {

  /** With a witness that a person can check by hand. */
  public RefusedException(String witness) {
    super(witness);
  }
}
