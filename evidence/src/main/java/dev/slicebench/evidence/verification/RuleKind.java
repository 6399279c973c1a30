package dev.slicebench.evidence.verification;

/** What a rule's verdicts mean. */
public enum RuleKind {
  /** MUST be kept by whoever has what it needs: a store that breaks it is unsafe. */
  REQUIRED,
  /** SHOULD be kept: where it is broken that is told, and the store is as safe as without. */
  OPTIONAL,
  /** MUST be kept, asked under races or faults: a failure is proof, a pass is not. */
  STOCHASTIC
}
