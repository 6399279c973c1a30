package dev.slicebench.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.evidence.verification.RuleKind;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules as they are declared, and as they are written down. */
class RulesDocumentTest {

  private static final Path DOCUMENT = Path.of("RULES.md");

  @Test
  void theDocumentSaysWhatTheCodeAsks() throws IOException {
    if (Boolean.getBoolean("slicebench.renew")) {
      Files.writeString(DOCUMENT, RulesDocument.markdown());
    }

    assertThat(Files.readString(DOCUMENT))
        .as(
            "conformance/RULES.md differs from the rules in the code; its first lines say how to"
                + " renew it")
        .isEqualTo(RulesDocument.markdown());
  }

  @Test
  void everyNumberIsOneRulesAndItsGroups() {
    List<Rule> rules = Rules.all();

    assertThat(rules).hasSizeGreaterThanOrEqualTo(60);
    assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates();
    assertThat(rules).extracting(Rule::text).doesNotHaveDuplicates();
    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(rule.id()).matches(rule.group().number() + "\\.[1-9][0-9]*"));
  }

  @Test
  void mustAndShouldSayWhatTheKindSays() {
    assertThat(Rules.all())
        .allSatisfy(
            rule -> {
              assertThat(rule.text()).endsWith(".");
              assertThat(rule.text())
                  .contains(rule.kind() == RuleKind.OPTIONAL ? "SHOULD" : "MUST");
              assertThat(rule.text())
                  .doesNotContain(rule.kind() == RuleKind.OPTIONAL ? "MUST" : "SHOULD");
            });
  }

  @Test
  void modesStandOnStoreProbesThatThereAre() {
    for (SliceMode mode : SliceMode.values()) {
      assertThat(Foundations.of(mode))
          .isNotEmpty()
          .allSatisfy(id -> assertThat(Rules.of(id).group()).isEqualTo(RuleGroup.STORE_PROBES))
          .allSatisfy(id -> assertThat(Rules.of(id).kind()).isNotEqualTo(RuleKind.OPTIONAL));
    }
  }
}
