package dev.slicebench.store;

/** What an append demands of the stream's version at the moment it commits. */
public sealed interface ExpectedVersion {

  /**
   * The stream's version is exactly this.
   *
   * @param version the version of the stream's last event; 0 is a stream without events
   */
  record Exact(long version) implements ExpectedVersion {
    /** Refuses a negative version with {@link InvalidRequestException}. */
    public Exact {
      if (version < 0) {
        throw new InvalidRequestException(
            "expected version " + version + " is negative: versions start at 1, 0 is no stream");
      }
    }

    @Override
    public String toString() {
      return "version " + version;
    }
  }

  /** Whatever version the stream is at. */
  record Any() implements ExpectedVersion {
    @Override
    public String toString() {
      return "any version";
    }
  }

  /** The stream has no events. */
  record NoStream() implements ExpectedVersion {
    @Override
    public String toString() {
      return "no stream";
    }
  }

  /** The stream has at least one event. */
  record StreamExists() implements ExpectedVersion {
    @Override
    public String toString() {
      return "an existing stream";
    }
  }

  /**
   * Expects exactly {@code version}.
   *
   * @throws InvalidRequestException if {@code version} is negative
   */
  static ExpectedVersion exact(long version) {
    return new Exact(version);
  }

  /** Expects nothing. */
  static ExpectedVersion any() {
    return new Any();
  }

  /** Expects a stream without events. */
  static ExpectedVersion noStream() {
    return new NoStream();
  }

  /** Expects a stream with events. */
  static ExpectedVersion streamExists() {
    return new StreamExists();
  }

  /**
   * Returns whether a stream at {@code version} meets this demand.
   *
   * @param version the version of the stream's last event; 0 where it has none
   */
  default boolean isMetBy(long version) {
    if (this instanceof Exact exact) {
      return exact.version == version;
    }
    if (this instanceof NoStream) {
      return version == 0;
    }
    return this instanceof Any || version > 0;
  }
}
