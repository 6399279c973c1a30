package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An operation on one document.
 *
 * @param body the new document, not to be changed any more; null for a read, a delete or a patch
 * @param patch what a patch changes; null for all others
 * @param ifMatch the etag, or {@code *}, that the document must have if it is there; null for any
 * @param ifNoneMatch {@code *} where it must not be there, or an etag that it must not have; null
 *     for no condition
 */
public record DocumentOperation(
    Kind kind,
    String id,
    @Nullable ObjectNode body,
    @Nullable Patch patch,
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch) {

  /** One that is no patch. */
  public DocumentOperation(
      Kind kind,
      String id,
      @Nullable ObjectNode body,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch) {
    this(kind, id, body, null, ifMatch, ifNoneMatch);
  }

  /** The kind of an operation. */
  public enum Kind {
    /** Reads. */
    READ,
    /** Writes a document that must not be there. */
    CREATE,
    /** Writes a document, there or not. */
    UPSERT,
    /** Writes over a document that must be there. */
    REPLACE,
    /** Changes parts of a document that must be there. */
    PATCH,
    /** Removes a document that must be there. */
    DELETE
  }

  /**
   * The outcome of an operation.
   *
   * @param status of HTTP
   * @param document what was read or written; null for a removal or a refusal
   * @param message of a refusal; else empty
   */
  public record Result(
      int status, @Nullable StoredDocument document, double requestUnits, String message) {

    /** Returns whether it was done. */
    public boolean isSuccess() {
      return status < 300 || status == 304;
    }
  }
}
