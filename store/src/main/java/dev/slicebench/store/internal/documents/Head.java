package dev.slicebench.store.internal.documents;

import dev.slicebench.store.state.StateItem;

/**
 * A stream's head document as it was read, or found absent.
 *
 * @param version the stream's version; 0 where it does not exist
 * @param naming the naming that it is in
 */
public record Head(StateItem item, long version, Naming naming) {

  /** Returns this head, or where there is none, one in the naming of the stream's first slice. */
  public Head inNamingOf(StateItem slice) {
    return item.exists() ? this : new Head(item, version, Documents.namingOfSlice(slice));
  }

  /** Returns the head that a stream without events is expected to have. */
  public static Head absent(String stream) {
    return new Head(StateItem.absent(Keys.head(stream)), 0, Naming.PASCAL_CASE);
  }
}
