package dev.slicebench.evidence.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParagraphTest {

  @Test
  void wordsGoToTheNextLineWhereTheyFindNoRoom() {
    assertThat(Paragraph.wrap("a: ", "   ", "one two three four", 10))
        .containsExactly("a: one two", "   three", "   four");
  }

  @Test
  void aWordThatIsLongerThanALineStaysWhole() {
    assertThat(Paragraph.wrap("", "  ", "see /a/very/long/path now", 10))
        .containsExactly("see", "  /a/very/long/path", "  now");
  }

  @Test
  void aCommandInQuotesStaysWhole() {
    assertThat(Paragraph.wrap("", "", "then ('./slicebench run -h') or `a b c`.", 24))
        .containsExactly("then", "('./slicebench run -h')", "or `a b c`.");
  }

  @Test
  void aPercentSignStaysAtItsNumber() {
    assertThat(Paragraph.wrap("", "", "within 95 % of it", 9))
        .containsExactly("within", "95 % of", "it");
  }

  @Test
  void aSymbolThatIsLongerInAsciiHasItsRoom() {
    assertThat(Paragraph.wrap("", "", "1 ±2 3", 6)).containsExactly("1 ±2", "3");
  }

  @Test
  void onlyLinesThatAreTooLongAreBroken() {
    String bullet = "* " + "word ".repeat(20).strip();
    assertThat(Paragraph.fit("short  line\n\n" + bullet + "\n").lines())
        .containsExactly(
            "short  line", "", "* " + "word ".repeat(15).strip(), "  " + "word ".repeat(5).strip());
  }

  @Test
  void aNameIsSuggestedWhereOneIsLike() {
    List<String> names = List.of("run", "verify", "recommend");
    assertThat(Suggestions.of("runn", names)).contains("run");
    assertThat(Suggestions.of("VERFIY", names)).contains("verify");
    assertThat(Suggestions.of("recom", names)).contains("recommend");
    assertThat(Suggestions.of("fly", names)).isEmpty();
    assertThat(Suggestions.of("", names)).isEmpty();
  }

  @Test
  void whatATerminalWouldObeyIsShownAsAQuestionMark() {
    assertThat(Paragraph.wrap("", "", "a store\tof \u001b[31mmine\u0007"))
        .isEqualTo("a store of ?[31mmine?\n");
  }
}
