package dev.slicebench.bench.recommend;

import dev.slicebench.bench.jmh.Protocol;
import dev.slicebench.bench.run.Cell;
import dev.slicebench.bench.run.Profile;
import dev.slicebench.bench.run.Subject;
import dev.slicebench.store.SliceMode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * How far figures reach: to half an order of magnitude beyond what was measured, in whatever an
 * operation's cost follows: the payload; the size of an append; the length of a stream that is
 * loaded whole.
 */
final class Coverage {

  private static final double REACH = Math.sqrt(10);

  private Coverage() {}

  /** Whether {@code cells} reach to {@code wanted}, a cell of ours. */
  static boolean reaches(Collection<Cell> cells, Cell wanted) {
    List<Cell> alike = alike(cells, wanted).toList();
    return within(alike, wanted, cell -> cell.load().payloadBytes())
        && (wanted.subject() != Subject.APPEND
            || within(alike, wanted, cell -> cell.load().eventsPerAppend()))
        && (wanted.subject() != Subject.LOAD_WHOLE
            || within(alike, wanted, cell -> cell.load().streamLength()));
  }

  /** The shortest profile whose cells reach there; empty where none does. */
  static Optional<Profile> profileFor(Cell wanted, SliceMode mode) {
    return Stream.of(Profile.values())
        .filter(profile -> reaches(profile.plan(List.of(mode)).cells(), wanted))
        .findFirst();
  }

  /** The cells of ours, with one caller, of the same mode and subject. */
  static Stream<Cell> alike(Collection<Cell> cells, Cell wanted) {
    return cells.stream()
        .filter(
            cell ->
                cell.protocol() == Protocol.OURS
                    && cell.mode() == wanted.mode()
                    && cell.subject() == wanted.subject()
                    && cell.callers() == 1);
  }

  private static boolean within(List<Cell> cells, Cell wanted, ToIntFunction<Cell> size) {
    int value = size.applyAsInt(wanted);
    return cells.stream().mapToInt(size).anyMatch(known -> value <= known * REACH)
        && cells.stream().mapToInt(size).anyMatch(known -> value >= known / REACH);
  }
}
