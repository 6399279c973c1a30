package dev.slicebench.conformance.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slicebench.conformance.rules.Foundations;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.store.SliceMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked first, and how the time for it is told. */
class AgendaTest {

  private final AtomicLong nanos = new AtomicLong(17);

  @ParameterizedTest
  @EnumSource
  void whatMakesAModeUnsafeComesBeforeWhatDoesNot(SliceMode mode) {
    List<Question> questions = asked(agenda(mode));
    int last = questions.size() - 1;

    assertThat(questions.get(last).rule().id()).as("may leave the store broken").isEqualTo("7.57");
    boolean minor = false;
    for (Question question : questions.subList(0, last)) {
      if (question.isLast()) {
        continue;
      }
      boolean isMinor =
          question.rule().kind() == RuleKind.OPTIONAL
              || (question.mode().isEmpty()
                  && !Foundations.of(mode).contains(question.rule().id()));
      assertThat(minor && !isMinor).as("%s behind a minor one", question.rule().id()).isFalse();
      minor |= isMinor;
    }
    assertThat(minor).isTrue();
  }

  @Test
  void everyRuleIsAskedOfEachMode() {
    assertThat(asked(agenda(SliceMode.values())))
        .doesNotHaveDuplicates()
        .hasSize(count(true) + SliceMode.values().length * count(false));
  }

  private static int count(boolean ofTheStore) {
    return (int)
        Rules.all().stream().filter(rule -> rule.id().startsWith("7.") == ofTheStore).count();
  }

  @Test
  void whatIsToBeAskedOfADecidedModeWaitsForTheModesThatAreOpen() {
    Agenda agenda = agenda(SliceMode.OFF, SliceMode.CREATE_ONLY);
    List<Question> asked = new ArrayList<>();
    while (agenda.hasNext()) {
      asked.add(agenda.next(mode -> mode == SliceMode.OFF && asked.size() >= 20));
    }

    List<Question> rest = asked.stream().skip(20).filter(question -> !question.isLast()).toList();
    int first = indexOfFirst(rest, SliceMode.OFF);
    assertThat(rest.subList(first, rest.size()))
        .isNotEmpty()
        .allMatch(question -> question.mode().equals(Optional.of(SliceMode.OFF)));
    assertThat(asked).doesNotHaveDuplicates().hasSize(agenda.size());
    assertThat(asked.get(asked.size() - 1).isLast()).isTrue();
  }

  private static int indexOfFirst(List<Question> questions, SliceMode mode) {
    return questions.stream().map(Question::mode).toList().indexOf(Optional.of(mode));
  }

  @Test
  void whatAVerdictWaitsForHasTwiceTheTime() {
    Agenda agenda = agenda(SliceMode.OFF, SliceMode.CREATE_ONLY);
    Predicate<SliceMode> decided = mode -> mode == SliceMode.OFF;
    List<Question> asked = asked(agenda);
    Question open = asked.get(indexOfFirst(asked, SliceMode.CREATE_ONLY));
    Question closed = asked.get(indexOfFirst(asked, SliceMode.OFF));

    nanos.addAndGet(Duration.ofMinutes(3).toNanos());

    assertThat(agenda.leftFor(open, decided)).isEqualTo(Duration.ofMinutes(1));
    assertThat(agenda.leftFor(closed, decided)).isEqualTo(Duration.ofMinutes(-1));
  }

  @Test
  void theTimeLeftFollowsFromThePaceAndIsNeverMoreThanTheLimit() {
    Agenda agenda = agenda(SliceMode.OFF);
    int half = agenda.size() / 2;
    for (int i = 0; i < half; i++) {
      agenda.next(mode -> false);
    }

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    Duration quick = agenda.expected();
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    Duration slow = agenda.expected();
    nanos.addAndGet(Duration.ofSeconds(100).toNanos());

    assertThat(slow.toMillis()).isCloseTo(quick.toMillis() * 10, within(20L));
    assertThat(agenda.expected()).isEqualTo(Duration.ofSeconds(10)).isEqualTo(agenda.left());
    asked(agenda);
    assertThat(agenda.expected()).isZero();
  }

  private static List<Question> asked(Agenda agenda) {
    List<Question> asked = new ArrayList<>();
    while (agenda.hasNext()) {
      asked.add(agenda.next(mode -> false));
    }
    return asked;
  }

  private Agenda agenda(SliceMode... modes) {
    return new Agenda(List.of(modes), Rules.all(), Duration.ofMinutes(2), nanos::get);
  }
}
