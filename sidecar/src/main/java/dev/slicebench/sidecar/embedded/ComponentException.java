package dev.slicebench.sidecar.embedded;

/** A component's answer in place of a result, with the text of the real one. */
final class ComponentException extends Exception {

  enum Kind {
    /** The etag is not the current one. */
    MISMATCH,
    /** The etag can be nobody's. */
    INVALID,
    /** Anything that the component has not declared to be about an etag. */
    OTHER
  }

  private final Kind kind;

  private ComponentException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static ComponentException mismatch(String detail) {
    return new ComponentException(
        Kind.MISMATCH, withDetail("possible etag mismatch. error from state store", detail));
  }

  static ComponentException invalid(String detail) {
    return new ComponentException(Kind.INVALID, withDetail("invalid etag value", detail));
  }

  static ComponentException other(String message) {
    return new ComponentException(Kind.OTHER, message);
  }

  /** Several with the kind that daprd gives them together. */
  static ComponentException joined(Kind kind, String message) {
    return new ComponentException(kind, message);
  }

  private static String withDetail(String prefix, String detail) {
    return detail.isEmpty() ? prefix : prefix + ": " + detail;
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
