package dev.slicebench.conformance.planted;

import dev.slicebench.conformance.planted.PlantedStore.Document;
import dev.slicebench.conformance.planted.PlantedStore.Write;
import java.util.Optional;

/**
 * When a fault could take place.
 *
 * @param key the document's
 * @param write empty where it is read
 * @param document what is there
 * @param wasDeleted whether a document of that key was deleted once
 * @param isMany whether this is a transaction, or a bulk get
 * @param isQuery whether it is found by a query
 * @param position in it, from 0
 * @param count of its operations, of its keys, or of what is found
 * @param ageMillis since the document was written
 * @param restartMillis since daprd started
 * @param documents how many there are
 * @param calls how many are under way
 */
record Moment(
    String key,
    Optional<Write> write,
    Optional<Document> document,
    boolean wasDeleted,
    boolean isMany,
    boolean isQuery,
    int position,
    int count,
    long ageMillis,
    long restartMillis,
    int documents,
    int calls) {

  /** Returns whether there is a document that is older than {@code millis}. */
  boolean isOlderThan(int millis) {
    return document.isPresent() && ageMillis > millis;
  }

  /** Returns whether there is a document that is younger than {@code millis}. */
  boolean isYoungerThan(int millis) {
    return document.isPresent() && ageMillis < millis;
  }

  /** Returns whether this is one of more than {@code number} operations, or keys, at once. */
  boolean isOfMoreThan(int number) {
    return isMany && count > number;
  }

  /** Returns whether there is a document that was written more than {@code number} times. */
  boolean hasMoreVersionsThan(int number) {
    return document.filter(d -> d.version() > number).isPresent();
  }

  /** Returns whether there is a document with more than {@code number} bytes. */
  boolean isLargerThan(int number) {
    return document.filter(d -> d.value().size() > number).isPresent();
  }

  /** Returns the etag that was sent; empty where there is none. */
  String etag() {
    return write.map(Write::etag).orElse("");
  }

  /** Returns whether this is a write with a condition. */
  boolean isConditional() {
    return write.filter(Write::isConditional).isPresent();
  }

  /** Returns whether this is a write that deletes. */
  boolean isDelete() {
    return write.filter(Write::isDelete).isPresent();
  }
}
