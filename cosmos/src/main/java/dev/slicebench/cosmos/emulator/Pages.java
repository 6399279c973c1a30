package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.StoredDocument;
import dev.slicebench.cosmos.sql.SqlQuery;
import dev.slicebench.cosmos.sql.SqlQuery.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Makes the pages of a query's answer. */
final class Pages {

  private static final int USUAL_PAGE = 100;

  private final SqlQuery query;

  /** The documents created after the one of a sequence, in the order of their creation. */
  private final LongFunction<List<StoredDocument>> documents;

  private final OpenAnswers answers;
  private final boolean looksAhead;

  /**
   * Of one query.
   *
   * @param looksAhead whether a page that is full is known to be the last where it is
   */
  Pages(
      SqlQuery query,
      LongFunction<List<StoredDocument>> documents,
      OpenAnswers answers,
      boolean looksAhead) {
    this.query = query;
    this.documents = documents;
    this.answers = answers;
    this.looksAhead = looksAhead;
  }

  /**
   * A page.
   *
   * @param found documents that are charged for
   * @param continuation empty behind the last row
   */
  record Page(List<JsonNode> rows, List<StoredDocument> found, Optional<Cursor> continuation) {

    /** Returns an answer with what a client sends to have the next page. */
    RestResponse continued(RestResponse answer) {
      return continuation
          .map(cursor -> answer.with("x-ms-continuation", cursor.token()))
          .orElse(answer);
    }
  }

  private record Found(StoredDocument document, Hit hit) {}

  /**
   * Returns a page.
   *
   * @param wanted how many rows it shall have at most
   */
  Page page(Cursor from, Optional<Integer> wanted) {
    int size = wanted.orElse(USUAL_PAGE);
    if (from.answer() > 0) {
      return ofAnswer(answers.rows(from.answer()), from, size, List.of());
    }
    if (query.isWhole() || !query.isOverDocuments()) {
      List<StoredDocument> found =
          documents.apply(0).stream().filter(one -> query.matches(one.body())).toList();
      List<JsonNode> rows = query.execute(found.stream().map(StoredDocument::body).toList());
      return ofAnswer(rows, from, size, from.isStart() ? found : List.of());
    }
    return query.isOrdered() ? ordered(from, size) : unordered(from, size);
  }

  private Page unordered(Cursor from, int size) {
    Filling filling = new Filling(from, size, true);
    for (StoredDocument document : documents.apply(Math.max(0, from.sequence() - 1))) {
      List<Hit> hits = query.hits(document.body());
      boolean fits = true;
      for (Hit hit : hits) {
        boolean given = document.sequence() == from.sequence() && hit.number() <= from.number();
        fits = fits && (given || filling.takes(document, hit));
      }
      if (!fits) {
        return filling.page();
      }
    }
    return filling.page();
  }

  private Page ordered(Cursor from, int size) {
    List<Found> all = new ArrayList<>();
    Filling filling = new Filling(from, size, false);
    for (StoredDocument document : documents.apply(0)) {
      List<Hit> hits = query.hits(document.body());
      hits.forEach(hit -> all.add(new Found(document, hit)));
      // All are looked at for the first page, and paid with it.
      if (!hits.isEmpty() && from.isStart()) {
        filling.charged.add(document);
      }
    }
    Comparator<List<JsonNode>> byKeys = query.order();
    // Stable: rows with the same keys stay in the order of their creation.
    all.sort((one, other) -> byKeys.compare(one.hit.keys(), other.hit.keys()));
    for (Found one : all) {
      if (!from.isStart() && !isBehind(one, from, byKeys)) {
        continue;
      }
      if (!filling.takes(one.document, one.hit)) {
        break;
      }
    }
    Page page = filling.page();
    boolean tooLong = page.continuation.isPresent() && !page.continuation.get().isShort();
    return tooLong ? kept(all, from, byKeys, size, page.found) : page;
  }

  /** Where the last row's keys are too long for a token, the answer is kept as it is now. */
  private Page kept(
      List<Found> all,
      Cursor from,
      Comparator<List<JsonNode>> byKeys,
      int size,
      List<StoredDocument> charged) {
    List<JsonNode> rows =
        all.stream()
            .filter(one -> from.isStart() || isBehind(one, from, byKeys))
            .flatMap(one -> query.projected(one.hit).stream())
            .skip(from.offset())
            .limit(from.limit())
            .toList();
    return ofAnswer(rows, Cursor.start(from.query(), 0, 0), size, charged);
  }

  private static boolean isBehind(Found one, Cursor from, Comparator<List<JsonNode>> byKeys) {
    int order = byKeys.compare(one.hit.keys(), from.keys());
    if (order == 0) {
      order = Long.compare(one.document.sequence(), from.sequence());
    }
    return order == 0 ? one.hit.number() > from.number() : order > 0;
  }

  private Page ofAnswer(List<JsonNode> rows, Cursor from, int size, List<StoredDocument> charged) {
    int first = from.answer() > 0 ? Math.min(from.offset(), rows.size()) : 0;
    List<JsonNode> page = new ArrayList<>();
    long bytes = 0;
    int next = first;
    while (next < rows.size() && page.size() < size) {
      int length = Json.bytes(rows.get(next)).length;
      if (bytes + length > Container.MAX_PAGE_BYTES && !page.isEmpty()) {
        break;
      }
      bytes += length;
      page.add(rows.get(next++));
    }
    if (next == rows.size()) {
      return new Page(page, charged, Optional.empty());
    }
    long answer = from.answer() > 0 ? from.answer() : answers.open(rows);
    return new Page(page, charged, Optional.of(from.inAnswer(answer, next)));
  }

  /** A page that is being filled. */
  private final class Filling {

    private final Cursor from;
    private final int size;
    private final List<JsonNode> rows = new ArrayList<>();
    private final List<StoredDocument> charged = new ArrayList<>();
    private final boolean charges;
    private boolean full;
    private int skip;
    private int left;
    private long bytes;
    private Cursor last;

    Filling(Cursor from, int size, boolean charges) {
      this.from = from;
      this.size = size;
      this.charges = charges;
      this.skip = from.offset();
      this.left = from.limit();
      this.last = from;
    }

    /** Takes a row, or leaves it out; false where the page, or the answer, has no room for it. */
    boolean takes(StoredDocument document, Hit hit) {
      if (left == 0) {
        return false;
      }
      Optional<JsonNode> row = query.projected(hit);
      if (row.isPresent() && skip == 0 && !hasRoom(document, row.get())) {
        full = true;
        return false;
      }
      if (charges
          && (charged.isEmpty()
              || charged.get(charged.size() - 1).sequence() != document.sequence())) {
        charged.add(document);
      }
      if (row.isEmpty()) {
        return true;
      }
      if (skip > 0) {
        skip--;
        return true;
      }
      rows.add(row.get());
      last = from.behind(hit.keys(), document.sequence(), hit.number(), --left);
      return true;
    }

    private boolean hasRoom(StoredDocument document, JsonNode row) {
      if (rows.size() == size) {
        return false;
      }
      long length = query.isOfDocuments() ? document.bytes() : Json.bytes(row).length;
      if (bytes + length > Container.MAX_PAGE_BYTES && !rows.isEmpty()) {
        return false;
      }
      bytes += length;
      return true;
    }

    Page page() {
      boolean more = full || (!looksAhead && !query.isOrdered() && rows.size() == size);
      return new Page(rows, charged, more ? Optional.of(last) : Optional.empty());
    }
  }
}
