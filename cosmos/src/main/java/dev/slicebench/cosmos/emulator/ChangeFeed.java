package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Where a change feed goes on: each document once, as it was written last, in the order of these
 * writes. The etag of a page is where the next one begins.
 *
 * @param version behind which writes are wanted
 * @param sinceSecond Unix time of the first that is wanted
 */
record ChangeFeed(long version, long sinceSecond) {

  private static final int USUAL_PAGE = 100;

  /** Reads where a request wants to go on: from now, from an etag, from a time, or all. */
  static ChangeFeed from(RestRequest call, long now) {
    String etag = call.header("if-none-match").replace("\"", "");
    if (etag.equals("*")) {
      return new ChangeFeed(now, 0);
    }
    try {
      return new ChangeFeed(
          etag.isEmpty() ? 0 : Long.parseLong(etag),
          etag.isEmpty()
              ? call.optional("if-modified-since").map(ChangeFeed::second).orElse(0L)
              : 0);
    } catch (NumberFormatException e) {
      throw CosmosException.badRequest("'" + etag + "' is no etag of a change feed");
    }
  }

  private static long second(String date) {
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
    } catch (DateTimeParseException e) {
      throw CosmosException.badRequest("'" + date + "' is no date of HTTP");
    }
  }

  /** Returns the first of all changes, which are in order. */
  List<StoredDocument> page(List<StoredDocument> all, Optional<Integer> wanted) {
    long bytes = 0;
    int end = 0;
    while (end < Math.min(all.size(), wanted.orElse(USUAL_PAGE))) {
      bytes += all.get(end).bytes();
      if (bytes > Container.MAX_PAGE_BYTES && end > 0) {
        break;
      }
      end++;
    }
    return all.subList(0, end);
  }

  /** Returns the version behind a page. */
  long behind(List<StoredDocument> page) {
    return page.isEmpty() ? version : page.get(page.size() - 1).version();
  }

  /** A document as the feed has it. */
  static JsonNode row(StoredDocument document) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.setAll(document.body());
    return row.put("_lsn", document.version());
  }
}
