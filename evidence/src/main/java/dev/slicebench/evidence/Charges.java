package dev.slicebench.evidence;

/** Where request units come from. The two are never to be mixed. */
public enum Charges {
  /** The service's own. */
  MEASURED,
  /** An emulator's, by a model. */
  MODELLED
}
