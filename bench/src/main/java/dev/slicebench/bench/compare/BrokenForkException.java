package dev.slicebench.bench.compare;

/** A fork has no figure; the message says why. */
final class BrokenForkException extends Exception {

  private final transient Side side;

  BrokenForkException(Side side, String reason) {
    super(reason);
    this.side = side;
  }

  /** Whose fork it was. */
  Side side() {
    return side;
  }
}
