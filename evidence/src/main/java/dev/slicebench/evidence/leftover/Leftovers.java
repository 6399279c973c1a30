package dev.slicebench.evidence.leftover;

import java.util.List;
import java.util.stream.Stream;

/**
 * Documents that may be in a store still.
 *
 * @param notDeleted those that could not be deleted
 * @param late those that are gone, and may come back: the outcome of a write of them is unknown
 */
public record Leftovers(List<DocumentKeys> notDeleted, List<DocumentKeys> late) {

  /** Stands for nothing. */
  public static final Leftovers NONE = new Leftovers(List.of(), List.of());

  /** Copies both. */
  public Leftovers {
    notDeleted = List.copyOf(notDeleted);
    late = List.copyOf(late);
  }

  /** Returns the number of keys. */
  public int size() {
    return size(notDeleted) + size(late);
  }

  /** Returns the number of keys in {@code documents}. */
  public static int size(List<DocumentKeys> documents) {
    return documents.stream().mapToInt(one -> one.keys().size()).sum();
  }

  /** Returns the keys, each once, in order. */
  public List<String> keys() {
    return Stream.concat(notDeleted.stream(), late.stream())
        .flatMap(one -> one.keys().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
