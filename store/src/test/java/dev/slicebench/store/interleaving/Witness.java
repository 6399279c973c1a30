package dev.slicebench.store.interleaving;

import dev.slicebench.store.EventData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells a schedule so that a person can follow it: events by name and version, not by id. */
final class Witness {

  private static final Pattern EVENT =
      Pattern.compile(
          "\\{\"EventId\":\"[^\"]*\",\"EventName\":\"([^\"]*)\"[^{}]*\"Version\":(\\d+)}");
  private static final Pattern MANY_KEYS = Pattern.compile("get (\\S+),(?: \\S+,){2,} (\\S+) ->");
  private static final Pattern MANY_ABSENT = Pattern.compile("(, \\S+ absent){2,}");

  private static final Pattern MANY_EVENTS =
      Pattern.compile("([^\\s\\[,]+),(?:[^\\s,]+@\\d+,){2,}([^\\s,]+@\\d+)");

  private final Scenario scenario;

  Witness(Scenario scenario) {
    this.scenario = scenario;
  }

  /** The anomaly with the scenario and the schedule in its message. */
  Anomaly tell(Anomaly anomaly, List<String> schedule) {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(anomaly.getMessage()));
    lines.addAll(schedule);
    lines.add("in: " + scenario);
    return new Anomaly(anomaly.kind(), readable(String.join("\n  ", lines)));
  }

  private String readable(String text) {
    String shorter = EVENT.matcher(text).replaceAll("$1@$2");
    shorter = MANY_EVENTS.matcher(shorter).replaceAll("$1 .. $2");
    shorter = MANY_KEYS.matcher(shorter).replaceAll("get $1 .. $2 ->");
    shorter = MANY_ABSENT.matcher(shorter).replaceAll(", .. absent");
    for (Map.Entry<String, String> event : names().entrySet()) {
      shorter = shorter.replace(event.getKey(), event.getValue());
    }
    return shorter;
  }

  private Map<String, String> names() {
    return scenario.appends().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(EventData::id, EventData::name));
  }
}
