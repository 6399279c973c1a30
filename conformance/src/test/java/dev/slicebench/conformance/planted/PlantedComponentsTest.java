package dev.slicebench.conformance.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.conformance.SidecarUnderTest;
import dev.slicebench.conformance.rules.Rules;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.evidence.SidecarKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A verification finds what is planted in a component behind a real daprd, and accuses no sound
 * one.
 *
 * <p>Without a property, each of a dozen faults is asked the one rule that should find it. With
 * {@code -Dslicebench.planted=}, each chosen fault is asked what {@code verify} asks: all of the
 * store's rules, and where those find nothing (that takes half a minute) also all modes, in about
 * two minutes more. Its row in {@code docs/planted-faults.md} is renewed. To be chosen are {@code
 * all}, {@code 2/3} (the second third of all), {@code missing} (those without a row), or names with
 * commas between, such as {@code first-write-age,none}; {@code none} is the sound component. {@code
 * -Dslicebench.seed=} decides every random choice:
 *
 * <pre>mvn -pl conformance -am test -Dtest=PlantedComponentsTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dslicebench.planted=first-write-age</pre>
 */
class PlantedComponentsTest {

  private static final long SEED = Long.getLong("slicebench.seed", 20261126L);
  private static final String CHOSEN = System.getProperty("slicebench.planted", "");
  private static final PlantedTable TABLE =
      new PlantedTable(Path.of("..", "docs", "planted-faults.md"));

  /** The rule that finds each of a dozen; of the state store alone, so that no mode is asked. */
  private static final Map<String, String> DOZEN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("first-write-always", "7.23"),
              Map.entry("first-write-plain", "7.7"),
              Map.entry("first-write-apart", "7.51"),
              Map.entry("create-refused-reborn", "7.15"),
              Map.entry("etag-always", "7.9"),
              Map.entry("etag-delete", "7.10"),
              Map.entry("rollback-before", "7.24"),
              Map.entry("torn-ops-60", "7.34"),
              Map.entry("value-number", "7.61"),
              Map.entry("value-large", "7.65"),
              Map.entry("key-case", "7.67"),
              Map.entry("query-old-20ms", "7.48")));

  @TempDir private static Path folder = Path.of("");
  private static @Nullable PlantedComponent component;

  @BeforeAll
  static void start() throws Exception {
    SidecarUnderTest.requireDaprd(SidecarKind.NATIVE);
    component = new PlantedComponent(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (component != null) {
      component.close();
    }
  }

  static Stream<Fault> chosen() {
    List<Fault> all = Faults.all();
    if (CHOSEN.isEmpty()) {
      return all.stream().filter(fault -> DOZEN.containsKey(fault.name()));
    }
    if (CHOSEN.matches("\\d+/\\d+")) {
      int[] part = Arrays.stream(CHOSEN.split("/")).mapToInt(Integer::parseInt).toArray();
      return IntStream.range(0, all.size())
          .filter(i -> i % part[1] == part[0] - 1)
          .mapToObj(all::get);
    }
    List<String> names = List.of(CHOSEN.split(","));
    return Stream.concat(Stream.of(Fault.NONE), all.stream())
        .filter(
            fault ->
                names.contains(fault.name())
                    || (names.contains("all") && !fault.equals(Fault.NONE))
                    || (names.contains("missing") && TABLE.row(fault).isEmpty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chosen")
  void isFound(Fault fault) throws Exception {
    if (CHOSEN.isEmpty()) {
      String rule = DOZEN.getOrDefault(fault.name(), "");
      PlantedRun run = ask(fault, List.of(rule));
      assertThat(run.takings()).as("times it took place, seed %d", SEED).isPositive();
      assertThat(run.broken())
          .as("seed %d: %s", SEED, run.report().storeProbes())
          .containsExactly(rule);
      return;
    }
    PlantedRun run = Objects.requireNonNull(component).verify(fault, SEED);
    System.out.println(PlantedTable.row(run));
    if (fault.equals(Fault.NONE)) {
      assertThat(run.broken()).as("seed %d", SEED).isEmpty();
      return;
    }
    if (fault.isExcused()) {
      TABLE.put(run);
      assertThat(run.broken()).as("seed %d", SEED).isEmpty();
      return;
    }
    boolean wasFound = TABLE.row(fault).filter(row -> row.contains("FOUND by")).isPresent();
    TABLE.put(run);
    if (wasFound && fault.oneIn() == 1) {
      assertThat(run.broken()).as("was found, and is no longer; seed %d", SEED).isNotEmpty();
    }
  }

  @Test
  void aSoundComponentIsNotAccused() {
    PlantedRun run = ask(Fault.NONE, List.copyOf(DOZEN.values()));

    assertThat(run.broken()).as("seed %d", SEED).isEmpty();
  }

  /** Asks the store alone. */
  private static PlantedRun ask(Fault fault, List<String> rules) {
    List<Rule> asked = Rules.all().stream().filter(rule -> rules.contains(rule.id())).toList();
    return Objects.requireNonNull(component).verify(fault, List.of(), asked, SEED);
  }
}
