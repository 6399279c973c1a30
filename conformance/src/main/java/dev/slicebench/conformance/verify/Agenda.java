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
import java.util.function.Predicate;

/**
 * The questions of a verification, which is to be asked next, and the time for them. Questions to a
 * mode whose verdict is out wait for all others: with little time, it goes to the modes that are
 * open.
 */
final class Agenda {

  private final Set<String> foundations = new TreeSet<>();
  private final List<SliceMode> modes;
  private final List<Question> inOrder;
  private final List<Question> asked = new ArrayList<>();
  private final List<Question> open;
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
    this.open = all;
    this.time = time;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  /** Returns the modes that can work on the store. */
  List<SliceMode> modes() {
    return modes;
  }

  /** Returns how many questions there are, those that were taken included. */
  int size() {
    return inOrder.size();
  }

  /** Returns whether a question is left. */
  boolean hasNext() {
    return !open.isEmpty();
  }

  /**
   * Takes the next question.
   *
   * @param decided whether a mode's verdict cannot change any more
   */
  Question next(Predicate<SliceMode> decided) {
    Question next =
        open.stream()
            .filter(question -> question.mode().filter(decided).isEmpty() && !question.isLast())
            .findFirst()
            .or(() -> open.stream().filter(question -> !question.isLast()).findFirst())
            .orElse(open.get(0));
    open.remove(next);
    asked.add(next);
    return next;
  }

  /**
   * Returns those to the event store in a mode, or to the state store, in the order of the rules.
   */
  List<Question> questionsInOrder(Optional<SliceMode> mode) {
    return inOrder.stream().filter(question -> question.mode().equals(mode)).toList();
  }

  /** Returns whether no verdict on a mode that is open waits for the question any more. */
  boolean isRest(Question question, Predicate<SliceMode> decided) {
    return question.mode().filter(decided).isPresent()
        || question.turn(foundations).compareTo(Question.Turn.THE_REST) >= 0;
  }

  /** Returns how much of the time is left; negative where it is over. */
  Duration left() {
    return time.minusNanos(nanoTime.getAsLong() - startedNanos);
  }

  /**
   * Returns how much is left for a question; negative where there is nothing. What a verdict waits
   * for has as much time again: a slow store would have no verdict otherwise.
   */
  Duration leftFor(Question question, Predicate<SliceMode> decided) {
    return isRest(question, decided) ? left() : left().plus(time);
  }

  /** Returns about how long the questions that are left will take. */
  Duration expected() {
    double elapsedMs = (nanoTime.getAsLong() - startedNanos) / 1e6;
    double pace = asked.isEmpty() ? 1 : elapsedMs / typicalMs(asked);
    Duration estimate = Duration.ofMillis(Math.round(typicalMs(open) * pace));
    Duration most = left();
    return estimate.compareTo(most) < 0 || most.isNegative() ? estimate : most;
  }

  private static double typicalMs(List<Question> questions) {
    return questions.stream().mapToInt(Question::typicalMs).sum();
  }
}
