package dev.slicebench.conformance.verify;

import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.SliceMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** The questions of a verification in the order in which they are asked, and the time for them. */
final class Agenda {

  private final List<SliceMode> modes;
  private final List<Question> inOrder;
  private final List<Question> questions;
  private final Duration time;
  private final LongSupplier nanoTime;
  private final long startedNanos;

  /**
   * Begins now.
   *
   * @param modes those that can work on the store
   * @param time for how long questions are put
   */
  Agenda(
      Collection<SliceMode> modes, Collection<Rule> rules, Duration time, LongSupplier nanoTime) {
    Set<String> foundations = new TreeSet<>();
    modes.forEach(mode -> foundations.addAll(Foundations.of(mode)));
    List<Question> all = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.group() == RuleGroup.STORE_PROBES) {
        all.add(new Question(Optional.empty(), rule));
      }
    }
    for (SliceMode mode : modes) {
      for (Rule rule : rules) {
        if (rule.group() != RuleGroup.STORE_PROBES) {
          all.add(new Question(Optional.of(mode), rule));
        }
      }
    }
    this.inOrder = List.copyOf(all);
    all.sort(Comparator.comparing(question -> question.turn(foundations)));
    this.modes = List.copyOf(modes);
    this.questions = List.copyOf(all);
    this.time = time;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  /** The modes that can work on the store. */
  List<SliceMode> modes() {
    return modes;
  }

  /** As they are asked. */
  List<Question> questions() {
    return questions;
  }

  /** Those to the event store in a mode, or to the state store, in the order of the rules. */
  List<Question> questionsInOrder(Optional<SliceMode> mode) {
    return inOrder.stream().filter(question -> question.mode().equals(mode)).toList();
  }

  /** How much of the time is left; negative where it is over. */
  Duration left() {
    return time.minusNanos(nanoTime.getAsLong() - startedNanos);
  }

  /** About how long the questions from {@code number} on will take, counted from 0. */
  Duration left(int number) {
    double done = typicalMs(questions.subList(0, number));
    double elapsedMs = (nanoTime.getAsLong() - startedNanos) / 1e6;
    double truth = number == 0 ? 1 : elapsedMs / done;
    Duration estimate =
        Duration.ofMillis(
            Math.round(typicalMs(questions.subList(number, questions.size())) * truth));
    Duration most = left();
    return estimate.compareTo(most) < 0 || most.isNegative() ? estimate : most;
  }

  private static double typicalMs(List<Question> questions) {
    return questions.stream().mapToInt(Question::typicalMs).sum();
  }
}
