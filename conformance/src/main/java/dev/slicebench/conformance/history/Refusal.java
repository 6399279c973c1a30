package dev.slicebench.conformance.history;

import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LimitExceededException;
import dev.slicebench.store.ModeMismatchException;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.StoreUnavailableException;
import java.util.stream.Stream;

/** What an error tells, by its text in a history, which begins with its type's simple name. */
final class Refusal {

  private Refusal() {}

  /** Returns whether the store could not be asked. */
  static boolean isOutage(String why) {
    return isOneOf(why, StoreUnavailableException.class, ModeUnavailableException.class);
  }

  /** Returns whether any store has to refuse what was asked. */
  static boolean isOfTheRequest(String why) {
    return isOneOf(
        why,
        InvalidRequestException.class,
        LimitExceededException.class,
        ModeMismatchException.class);
  }

  private static boolean isOneOf(String why, Class<?>... errors) {
    return Stream.of(errors).anyMatch(error -> why.startsWith(error.getSimpleName()));
  }
}
