package dev.slicebench.conformance.written;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one call.
 *
 * @param metadata Dapr's request metadata, such as {@code partitionKey}
 * @param keys of the documents, without Dapr's prefix
 * @param doubt why a write may land after its document was deleted; null where none may
 */
public record Writes(
    Map<String, String> metadata,
    List<String> keys,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Doubt doubt) {

  /** Why a write may land later. */
  public enum Doubt {
    /** It failed, and with what outcome is unknown. */
    UNCERTAIN,
    /** It was not answered yet. */
    UNANSWERED
  }
}
