package dev.slicebench.evidence.verification;

import dev.slicebench.evidence.text.Numbers;
import dev.slicebench.store.SliceMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How seldom a fault may take place and would yet have been seen with 90 %: once in {@code oneIn}
 * times. That takes each time for a throw of the same dice: a fault that takes place only where
 * something else does too is as seldom as that.
 *
 * @param mode whose appends are meant; null for the store's calls
 * @param opportunities how often it could have taken place, and would have been seen
 * @param oneIn 0 where it was not looked for
 */
public record Power(FaultKind kind, @Nullable SliceMode mode, long opportunities, long oneIn) {

  private static final double MISSED = 0.1;
  private static final String NOT_LOOKED_FOR = "-";

  /** Returns the power of so many opportunities. */
  public static Power of(FaultKind kind, @Nullable SliceMode mode, long opportunities) {
    long oneIn =
        opportunities == 0
            ? 0
            : (long) (1 / -Math.expm1(Math.log(MISSED) / (double) opportunities));
    return new Power(kind, mode, opportunities, oneIn);
  }

  /** Returns the power over a mode's appends; empty where that was not counted. */
  public static Optional<Power> overAppends(List<Power> all, SliceMode mode) {
    return all.stream()
        .filter(one -> one.kind == FaultKind.APPEND && one.mode == mode && one.oneIn > 0)
        .findFirst();
  }

  /** Returns what is to be said of a verification's power, for a terminal. */
  public static String words(List<Power> all) {
    List<String> appends =
        all.stream().filter(one -> one.mode != null).map(one -> one.mode + " " + one).toList();
    return ("a fault in one of so many would have been seen with 90 %%, alone/in transactions:"
            + " create-only %s/%s, etags %s/%s, races %s/%s; lost writes %s, torn %s, refused yet"
            + " done %s, stale reads %s, deletes %s, restarts %s; in appends %s")
        .formatted(
            Stream.concat(
                    Stream.of(FaultKind.values())
                        .filter(kind -> kind != FaultKind.APPEND)
                        .map(kind -> all.stream().filter(one -> one.kind == kind).findFirst())
                        .map(one -> one.map(Power::toString).orElse(NOT_LOOKED_FOR)),
                    Stream.of(appends.isEmpty() ? NOT_LOOKED_FOR : String.join(", ", appends)))
                .toArray());
  }

  /** Returns how seldom, as people say it. */
  public String odds() {
    return "1 in " + this;
  }

  /** Returns how seldom, in digits. */
  @Override
  public String toString() {
    return oneIn == 0 ? NOT_LOOKED_FOR : Numbers.of((double) oneIn);
  }
}
