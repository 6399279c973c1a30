package dev.slicebench.conformance.rules;

import dev.slicebench.conformance.Capability;
import dev.slicebench.store.SliceMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each slice mode stands on: what its protocol relies on at some step. A store probe that is
 * not named here may fail without harm to the mode. {@code TWO_PHASED} does not stand on etags that
 * never repeat: where they do, it stands on rule 4.8, by which losers leave their slices.
 */
public final class Foundations {

  /** Every mode reads what was acknowledged, one by one and in bulk. */
  private static final List<String> READS =
      List.of(
          "7.1", "7.2", "7.3", "7.41", "7.42", "7.43", "7.44", "7.45", "7.57", "7.58", "7.69",
          "7.81", "7.89");

  /**
   * What is written comes back whole, under its own key. Not 7.66: a document that is larger than a
   * message is refused by the library.
   */
  private static final List<String> NAMES_AND_SIZES = List.of("7.65", "7.67", "7.68");

  /**
   * A slice is created alone, where its key is free; no mode relies on 7.7, since none writes a
   * slice without a condition, nor on 7.16, since a hint may be lost.
   */
  private static final List<String> CREATES =
      List.of("7.4", "7.5", "7.19", "7.51", "7.59", "7.61", "7.63", "7.74", "7.82");

  /**
   * The head moves by its etag, lost slices are replaced and deleted by theirs. Neither 7.18 nor
   * 7.79: no etag is sent that the store did not give.
   */
  private static final List<String> ETAGS =
      List.of(
          "7.6", "7.8", "7.9", "7.10", "7.11", "7.13", "7.15", "7.17", "7.20", "7.39", "7.52",
          "7.53", "7.60", "7.75", "7.78", "7.83", "7.86");

  /**
   * Transactions whose create-only writes decide. No mode deletes in one (7.30), or writes a key
   * both in one and alone (7.31).
   */
  private static final List<String> TRANSACTIONS =
      List.of(
          "7.21", "7.22", "7.23", "7.24", "7.25", "7.35", "7.36", "7.38", "7.54", "7.55", "7.56",
          "7.64", "7.76", "7.84", "7.87");

  /** A document an event: as many operations as an append has events. */
  private static final List<String> LARGE_TRANSACTIONS = List.of("7.33", "7.71", "7.73");

  /** The head's etag decides in a transaction; in OFF it goes along without one. */
  private static final List<String> ETAGS_IN_TRANSACTIONS =
      List.of("7.26", "7.27", "7.28", "7.29", "7.32", "7.37", "7.77", "7.85");

  /** The head's etag decides over as many operations as an append has events. */
  private static final List<String> ETAGS_IN_LARGE_TRANSACTIONS = List.of("7.72");

  private static final List<String> QUERIES = List.of("7.46", "7.47", "7.48", "7.49");

  private Foundations() {}

  /** Returns the numbers of the store probes that {@code mode} stands on. */
  public static Set<String> of(SliceMode mode) {
    Set<String> rules = new TreeSet<>(READS);
    rules.addAll(NAMES_AND_SIZES);
    switch (mode) {
      case OFF -> {
        rules.addAll(TRANSACTIONS);
        rules.addAll(LARGE_TRANSACTIONS);
      }
      case TRANSACTIONAL -> {
        rules.addAll(TRANSACTIONS);
        rules.addAll(ETAGS_IN_TRANSACTIONS);
      }
      case OFF_AND_SHARED_ALL -> {
        rules.addAll(TRANSACTIONS);
        rules.addAll(LARGE_TRANSACTIONS);
        rules.addAll(ETAGS_IN_TRANSACTIONS);
        rules.addAll(ETAGS_IN_LARGE_TRANSACTIONS);
        rules.addAll(QUERIES);
      }
      case TWO_PHASED -> {
        rules.addAll(CREATES);
        rules.addAll(ETAGS);
      }
      case CREATE_ONLY -> rules.addAll(CREATES);
    }
    return rules;
  }

  /** Returns what a state store must have for {@code mode} to work at all. */
  public static Set<Capability> needs(SliceMode mode) {
    return switch (mode) {
      case OFF, TRANSACTIONAL -> EnumSet.of(Capability.TRANSACTIONS);
      case OFF_AND_SHARED_ALL -> EnumSet.of(Capability.TRANSACTIONS, Capability.QUERY);
      case TWO_PHASED, CREATE_ONLY -> EnumSet.noneOf(Capability.class);
    };
  }
}
