package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventData;
import java.util.List;

/**
 * A stream and what befalls it.
 *
 * @param initial how many events it has at first, all from one append
 * @param scripts what goes on at the same time
 * @param lostAnswers how many calls may lose their answers; they are carried out at any later time,
 *     or never
 * @param deaths how many processes may die
 */
record Scenario(int initial, List<Script> scripts, int lostAnswers, int deaths) {

  /** The events of each append. */
  List<List<EventData>> appends() {
    return scripts.stream()
        .flatMap(script -> script.operations().stream())
        .map(Operation::events)
        .filter(events -> !events.isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return "%s on %d events, lost answers %d, deaths %d"
        .formatted(scripts, initial, lostAnswers, deaths);
  }
}
