package dev.slicebench.answer.recommend;

/**
 * What a network adds, in milliseconds.
 *
 * @param clientMs to each round trip between client and sidecar
 * @param storeMs to each round trip between sidecar and store
 */
record Network(double clientMs, double storeMs) {

  /** Adds nothing. */
  static final Network NONE = new Network(0, 0);
}
