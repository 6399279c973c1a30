package dev.slicebench.cli.options;

import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.verification.RuleGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules as they are named on the command line. */
public final class RuleChoice {

  private RuleChoice() {}

  /**
   * Returns the rules of these names, in the order of their numbers.
   *
   * @param names numbers of rules, such as {@code 7.27}, or of groups, such as {@code 7}
   * @throws IllegalArgumentException if there is none of a name, with those that are like it
   */
  public static List<Rule> of(List<String> names) {
    Set<Rule> chosen = new LinkedHashSet<>();
    for (String name : names) {
      List<Rule> found =
          Rules.all().stream().filter(rule -> rule.id().equals(name) || isOf(rule, name)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("there is no rule '%s': %s".formatted(name, like(name)));
      }
      chosen.addAll(found);
    }
    return Rules.all().stream().filter(chosen::contains).toList();
  }

  private static boolean isOf(Rule rule, String group) {
    return String.valueOf(rule.group().number()).equals(group);
  }

  private static String like(String name) {
    String digits = name.replaceAll("[^0-9]", "");
    List<String> same =
        Rules.all().stream()
            .map(Rule::id)
            .filter(id -> !digits.isEmpty() && id.replace(".", "").equals(digits))
            .toList();
    if (!same.isEmpty()) {
      return "do you mean " + String.join(" or ", same) + "?";
    }
    List<Rule> group =
        Rules.all().stream().filter(rule -> name.startsWith(rule.group().number() + ".")).toList();
    return group.isEmpty()
        ? "name a rule such as 7.27, or a group: " + groups()
        : "group %d has %s to %s, told in conformance/RULES.md"
            .formatted(
                group.get(0).group().number(), group.get(0).id(), group.get(group.size() - 1).id());
  }

  private static String groups() {
    return Stream.of(RuleGroup.values())
        .map(group -> group.number() + " " + words(group))
        .collect(Collectors.joining(", "));
  }

  private static String words(RuleGroup group) {
    return group.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
