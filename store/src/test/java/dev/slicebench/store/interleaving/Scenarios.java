package dev.slicebench.store.interleaving;

import dev.slicebench.store.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What is searched. */
final class Scenarios {

  /** A slice of so many events makes {@code CREATE_ONLY}'s hint due with the next event. */
  private static final int HINT_ALMOST_DUE = 63;

  /** Versions that a caller may wrongly believe in where the stream has one slice of two events. */
  private static final long WITHIN_THE_SLICE = 1;

  private static final long BEYOND_THE_HEAD = 4;

  private Scenarios() {}

  /** The scenarios whose every state is visited, the quicker ones first. */
  static List<Scenario> exhaustive() {
    return Stream.of(
            pairs(0, writers("a", 0, 1), writers("b", 0, 1), 1, 1),
            pairs(2, writers("a", 2, 1), writers("b", 2, 1), 1, 1),
            pairs(2, writers("a", WITHIN_THE_SLICE, 1), writers("b", 2, 1), 1, 1),
            pairs(2, writers("a", BEYOND_THE_HEAD, 1), writers("b", 2, 1), 1, 1),
            Stream.of(
                new Scenario(
                    HINT_ALMOST_DUE,
                    List.of(
                        Script.of("a", HINT_ALMOST_DUE).any(1),
                        Script.of("b", HINT_ALMOST_DUE).exactly(2)),
                    1,
                    1)),
            pairs(0, writers("a", 0, 2), writers("b", 0, 2), 0, 0),
            watched(pairs(0, writers("a", 0, 1), writers("b", 0, 1), 0, 1)),
            watched(pairs(2, writers("a", 2, 1), writers("b", 2, 1), 0, 1)),
            pairs(0, writers("a", 0, 1), writers("b", 0, 2), 1, 1),
            pairs(2, writers("a", 2, 1), writers("b", 2, 2), 1, 1))
        .flatMap(scenarios -> scenarios)
        .toList();
  }

  /** Three writers of four appends each, that look at the stream now and then; faults in most. */
  static Scenario random(Random random) {
    List<Script> scripts = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      Script script = Script.of(name, 0);
      for (int i = 0; i < 4; i++) {
        int count = 1 + random.nextInt(3);
        script =
            switch (random.nextInt(4)) {
              case 0 -> script.then(new Operation.Head()).exactly(count);
              case 1 -> script.then(new Operation.Load(Direction.FORWARDS)).exactly(count);
              case 2 -> script.then(new Operation.Load(Direction.BACKWARDS)).exactly(count);
              default -> script.any(count);
            };
      }
      scripts.add(script);
    }
    return new Scenario(0, scripts, 4 * random.nextInt(3), random.nextInt(3));
  }

  private static Stream<Scenario> pairs(
      int initial, List<Script> some, List<Script> others, int lostAnswers, int deaths) {
    return some.stream()
        .flatMap(
            one ->
                others.stream()
                    .map(other -> new Scenario(initial, List.of(one, other), lostAnswers, deaths)));
  }

  /** The same with a reader who loads the stream forwards, then backwards. */
  private static Stream<Scenario> watched(Stream<Scenario> scenarios) {
    Script reader =
        Script.of("reader", 0)
            .then(new Operation.Load(Direction.FORWARDS))
            .then(new Operation.Load(Direction.BACKWARDS));
    return scenarios.map(
        scenario -> {
          List<Script> scripts = new ArrayList<>(scenario.scripts());
          scripts.add(reader);
          return new Scenario(
              scenario.initial(), scripts, scenario.lostAnswers(), scenario.deaths());
        });
  }

  /** Every script of so many appends: of one event or two, any version expected or exactly one. */
  private static List<Script> writers(String name, long believed, int appends) {
    Stream<Script> scripts = Stream.of(Script.of(name, believed));
    for (int i = 0; i < appends; i++) {
      scripts =
          scripts.flatMap(
              script ->
                  Stream.of(script.any(1), script.exactly(1), script.any(2), script.exactly(2)));
    }
    return scripts.toList();
  }
}
