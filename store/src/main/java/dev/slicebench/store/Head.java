package dev.slicebench.store;

import dev.slicebench.store.state.StateItem;

/**
 * A stream's head document as it was read, or found absent.
 *
 * @param version the stream's version; 0 where it does not exist
 */
record Head(StateItem item, long version) {

  static Head of(String stream, StateItem item) {
    return new Head(item, Documents.readHead(stream, item));
  }

  /** The head that a stream without events is expected to have. */
  static Head absent(String stream) {
    return new Head(StateItem.absent(Keys.head(stream)), 0);
  }
}
