package dev.slicebench.cli.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write latencies: {@code 0.3ms}. */
final class Durations implements ITypeConverter<Duration> {

  private static final Duration MOST = Duration.ofSeconds(60);

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(us|ms|s)");

  @Override
  public Duration convert(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no duration: write it like 5ms, 0.3ms, 250us or 1s");
    }
    int exponent =
        switch (matcher.group(2)) {
          case "us" -> 3;
          case "ms" -> 6;
          default -> 9;
        };
    Duration duration =
        Duration.ofNanos(new BigDecimal(matcher.group(1)).scaleByPowerOfTen(exponent).longValue());
    if (duration.isZero()) {
      throw new TypeConversionException("'" + value + "' is nothing: leave the option out");
    }
    if (duration.compareTo(MOST) > 0) {
      throw new TypeConversionException(
          "'" + value + "' is too long: give at most " + MOST.toSeconds() + "s");
    }
    return duration;
  }
}
