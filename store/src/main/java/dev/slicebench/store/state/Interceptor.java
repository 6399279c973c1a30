package dev.slicebench.store.state;

import reactor.core.publisher.Mono;

/**
 * Stands before a state store: sees every call to it, and says what becomes of the call. As safe
 * for use by many threads as the store has to be.
 */
@FunctionalInterface
public interface Interceptor {

  /**
   * Answers a call. Called anew at each subscription to it, and not before.
   *
   * @param next the state store; {@code call.on(next)} hands on the call as it is
   * @return the answer; a failure thrown is a failure of the call
   */
  <R> Mono<R> around(StateCall<R> call, StateStore next);
}
