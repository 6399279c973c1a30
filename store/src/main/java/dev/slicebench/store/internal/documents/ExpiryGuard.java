package dev.slicebench.store.internal.documents;

import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.ModeUnavailableException;
import dev.slicebench.store.state.Interceptor;
import dev.slicebench.store.state.StateCall;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateStore;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Refuses a stream whose documents expire, as soon as one is seen: once some are gone, its versions
 * are given again, and no mode is safe. Not every component tells; Redis' does not.
 */
public final class ExpiryGuard implements Interceptor {

  private static final String TTL = "ttlInSeconds";

  /**
   * Refuses request metadata that lets documents expire.
   *
   * @throws InvalidRequestException if it does
   */
  public static void requireLasting(String stream, Map<String, String> metadata) {
    metadata.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase(TTL) && !value.startsWith("-")) {
            throw new InvalidRequestException(
                "stream '%s': its metadata provider gives %s=%s, after which its events are gone:"
                        .formatted(stream, name, value)
                    + " leave it out");
          }
        });
  }

  @Override
  public <R> Mono<R> around(StateCall<R> call, StateStore next) {
    return call.on(next)
        .doOnNext(answer -> call.documents(answer).forEach(ExpiryGuard::requireLasting));
  }

  private static void requireLasting(StateItem item) {
    if (item.expires() != null) {
      throw new ModeUnavailableException(
          "the document '%s' expires at %s: no mode is safe where documents do; take the time to live"
                  .formatted(item.key(), item.expires())
              + " (ttlInSeconds) out of the component, or out of who wrote it; allowUnsafe() reads"
              + " what is left",
          null);
    }
  }
}
