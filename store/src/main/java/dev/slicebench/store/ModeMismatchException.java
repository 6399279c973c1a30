package dev.slicebench.store;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stream is written in another slice mode, or was moved to one. Nothing was written, nor will
 * be. Open the stream in the mode that was found, or move it with {@link
 * dev.slicebench.store.migration.StreamMigration}.
 */
public final class ModeMismatchException extends EventStoreException {

  private final String stream;
  private final transient Set<SliceMode> found;
  private final @Nullable Long movedAt;
  private final boolean leftAllBehind;

  private ModeMismatchException(
      String stream,
      Set<SliceMode> found,
      @Nullable Long movedAt,
      boolean leftAllBehind,
      String message) {
    super(message, null);
    this.stream = stream;
    this.found = Set.copyOf(found);
    this.movedAt = movedAt;
    this.leftAllBehind = leftAllBehind;
  }

  /** Says that the stream's documents are those of another mode. */
  public static ModeMismatchException written(
      String stream, SliceMode opened, Set<SliceMode> found) {
    return new ModeMismatchException(
        stream,
        found,
        null,
        true,
        "stream '"
            + stream
            + "' is written in "
            + names(found)
            + ", and was opened in "
            + opened
            + ": open it in "
            + names(found)
            + (found.equals(EnumSet.of(SliceMode.CREATE_ONLY)) || opened == SliceMode.CREATE_ONLY
                ? ", or move it: " + command(stream, found, opened)
                : ", or move it to CREATE_ONLY: " + command(stream, found, SliceMode.CREATE_ONLY)));
  }

  /** Says that the stream has documents of two modes that know nothing of each other. */
  public static ModeMismatchException both(String stream, SliceMode opened, SliceMode other) {
    return new ModeMismatchException(
        stream,
        EnumSet.of(other),
        null,
        true,
        "stream '"
            + stream
            + "' was opened in "
            + opened
            + ", yet there is a stream of that name in "
            + other
            + " too: two histories. Delete the documents of the one that is not wanted");
  }

  /**
   * Says that the stream was moved, or is being moved.
   *
   * @param version the version at which it left {@code from}
   * @param done whether it lives in {@code to} now
   * @param leftAllBehind whether all its documents of {@code from} are still there
   */
  public static ModeMismatchException moved(
      String stream,
      SliceMode from,
      SliceMode to,
      long version,
      boolean done,
      boolean leftAllBehind) {
    return new ModeMismatchException(
        stream,
        EnumSet.of(done ? to : from),
        version,
        leftAllBehind,
        "stream '"
            + stream
            + (done ? "' was moved from " : "' is being moved from ")
            + from
            + " to "
            + to
            + (done
                ? " at version " + version + ": open it in " + to
                : ": wait until that is done; if it broke off, repeat it: "
                    + command(stream, EnumSet.of(from), to)));
  }

  /** Returns the stream's name. */
  public String stream() {
    return stream;
  }

  /**
   * Returns the mode that the stream is in now: both {@link SliceMode#TRANSACTIONAL} and {@link
   * SliceMode#TWO_PHASED} where it is one of them, since their documents look alike.
   */
  public Set<SliceMode> found() {
    return found;
  }

  /** Returns the version at which the stream was moved, if it was. */
  public Optional<Long> movedAt() {
    return Optional.ofNullable(movedAt);
  }

  /**
   * Returns whether no write behind version {@code base} of the old stream can ever take effect.
   */
  public boolean isFinalBehind(long base) {
    return movedAt == null || movedAt == base;
  }

  /** Returns whether all documents of the old stream are still there. */
  public boolean leftAllBehind() {
    return leftAllBehind;
  }

  private static String names(Set<SliceMode> modes) {
    return String.join(" or ", EnumSet.copyOf(modes).stream().map(SliceMode::name).toList());
  }

  private static String command(String stream, Set<SliceMode> from, SliceMode to) {
    return "slicebench migrate --from "
        + EnumSet.copyOf(from).iterator().next()
        + " --to "
        + to
        + " --stream '"
        + stream
        + "'";
  }
}
