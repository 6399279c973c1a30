package dev.slicebench.store.interleaving;

import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** What came back from a call: two answers are equal where they say the same. */
final class Answer {

  /** No answer: the call may have been carried out, or may yet be, or never. */
  static final Answer LOST =
      failure(new StateStoreException(Kind.UNAVAILABLE, "answer lost", null));

  private final String text;
  private final @Nullable Object value;
  private final @Nullable StateStoreException failure;

  Answer(String text, @Nullable Object value, @Nullable StateStoreException failure) {
    this.text = text;
    this.value = value;
    this.failure = failure;
  }

  static Answer failure(StateStoreException failure) {
    return new Answer(String.valueOf(failure.getMessage()), null, failure);
  }

  void giveTo(MonoSink<Object> caller) {
    if (failure != null) {
      caller.error(failure);
    } else {
      caller.success(value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Answer answer && text.equals(answer.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
