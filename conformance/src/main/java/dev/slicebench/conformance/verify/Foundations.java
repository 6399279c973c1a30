package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Need;
import dev.slicebench.store.SliceMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each slice mode stands on. A store probe that is not named here may fail without harm to the
 * mode. {@code TWO_PHASED} does not stand on etags that never repeat: where they do, it stands on
 * rule 4.8, by which losers leave their slices.
 */
public final class Foundations {

  private static final List<String> READS =
      List.of("7.1", "7.2", "7.3", "7.41", "7.42", "7.43", "7.44", "7.45", "7.57", "7.69");
  private static final List<String> NAMES_AND_SIZES = List.of("7.65", "7.66", "7.67", "7.68");
  private static final List<String> CREATE_ONLY = List.of("7.4", "7.5", "7.17", "7.51", "7.61");
  private static final List<String> ETAGS =
      List.of("7.6", "7.8", "7.9", "7.10", "7.11", "7.13", "7.15", "7.18", "7.52", "7.53", "7.63");
  private static final List<String> TRANSACTIONS =
      List.of(
          "7.21", "7.22", "7.23", "7.24", "7.25", "7.26", "7.27", "7.28", "7.29", "7.32", "7.33",
          "7.54", "7.55", "7.56", "7.64");
  private static final List<String> QUERIES = List.of("7.46", "7.47", "7.48", "7.49");

  private Foundations() {}

  /** The numbers of the store probes that {@code mode} stands on. */
  public static Set<String> of(SliceMode mode) {
    Set<String> rules = new TreeSet<>(READS);
    rules.addAll(NAMES_AND_SIZES);
    switch (mode) {
      case OFF, TRANSACTIONAL -> rules.addAll(TRANSACTIONS);
      case OFF_AND_SHARED_ALL -> {
        rules.addAll(TRANSACTIONS);
        rules.addAll(QUERIES);
      }
      case TWO_PHASED -> {
        rules.addAll(CREATE_ONLY);
        rules.addAll(ETAGS);
      }
      case CREATE_ONLY -> rules.addAll(CREATE_ONLY);
    }
    return rules;
  }

  /** What a state store must have for {@code mode} to work at all. */
  static Set<Need> needs(SliceMode mode) {
    return switch (mode) {
      case OFF, TRANSACTIONAL -> EnumSet.of(Need.TRANSACTIONS);
      case OFF_AND_SHARED_ALL -> EnumSet.of(Need.TRANSACTIONS, Need.QUERY);
      case TWO_PHASED, CREATE_ONLY -> EnumSet.noneOf(Need.class);
    };
  }
}
