package dev.slicebench.evidence.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What operations cost now, and what they cost when earlier runs were measured: a time is explained
 * by the calls that were made in it.
 *
 * @param today of this library
 * @param earlier of the libraries before, each by the instant until which it counted
 */
public record Ledgers(Ledger today, NavigableMap<Instant, Ledger> earlier) {

  private static final String BEGINNING = "ledger-until-";
  private static final String END = ".json";
  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  /** Of copies that nobody changes. */
  public Ledgers {
    earlier = Collections.unmodifiableNavigableMap(new TreeMap<>(earlier));
  }

  /** Returns that of a library that never cost anything else. */
  public static Ledgers of(Ledger today) {
    return new Ledgers(today, Collections.emptyNavigableMap());
  }

  /**
   * Reads the snapshots of a results folder.
   *
   * @throws IOException with what is wrong with a file, and what to do
   */
  public static Ledgers read(Path results) throws IOException {
    Ledger today = Ledger.read(results.resolve(Ledger.FILE));
    NavigableMap<Instant, Ledger> earlier = new TreeMap<>();
    for (Path file : earlierFiles(results)) {
      earlier.put(until(file), Ledger.readEarlier(file));
    }
    return new Ledgers(today, earlier);
  }

  private static List<Path> earlierFiles(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files.filter(file -> name(file).startsWith(BEGINNING)).sorted().toList();
    }
  }

  private static Instant until(Path file) throws IOException {
    String name = name(file);
    try {
      String time = name.endsWith(END) ? name.substring(0, name.length() - END.length()) : name;
      return Instant.from(UNTIL.parse(time.substring(BEGINNING.length())));
    } catch (DateTimeParseException e) {
      throw new IOException(
          "%s is named after no time: name it such as %s20261127T050000Z%s, or remove it"
              .formatted(file, BEGINNING, END),
          e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Returns the name under which the ledger of until then is kept. */
  public static String fileUntil(Instant end) {
    return BEGINNING + UNTIL.format(end) + END;
  }

  /** Returns the one of the library that was measured at an instant. */
  public Ledger at(Instant measured) {
    Map.Entry<Instant, Ledger> next = earlier.higherEntry(measured);
    return next == null ? today : next.getValue();
  }

  /** Returns whether what is in use today was in use at an instant. */
  public boolean isOfToday(Instant measured) {
    return earlier.higherEntry(measured) == null;
  }
}
