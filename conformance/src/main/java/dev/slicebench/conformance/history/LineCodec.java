package dev.slicebench.conformance.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.conformance.history.HistoryLine.Append;
import dev.slicebench.conformance.history.HistoryLine.Delivered;
import dev.slicebench.conformance.history.HistoryLine.Demand;
import dev.slicebench.conformance.history.HistoryLine.End;
import dev.slicebench.conformance.history.HistoryLine.Fault;
import dev.slicebench.conformance.history.HistoryLine.Head;
import dev.slicebench.conformance.history.HistoryLine.Header;
import dev.slicebench.conformance.history.HistoryLine.Heal;
import dev.slicebench.conformance.history.HistoryLine.Load;
import dev.slicebench.conformance.history.HistoryLine.Operation;
import dev.slicebench.conformance.history.HistoryLine.Span;
import dev.slicebench.store.AppendResult;
import dev.slicebench.store.Direction;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.InvalidRequestException;
import dev.slicebench.store.LoadOptions;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lines of a history as JSON. What is as usual is left out. */
public final class LineCodec {

  private static final int FORMAT = 1;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final List<String> ENDS = List.of("ok", "conflict", "fail", "unknown");
  private static final Set<String> HEADER = Set.of("history", "seed", "subject", "mode", "run");
  private static final Set<String> HEAD =
      Set.of("op", "p", "at", "stream", "ok", "fail", "unknown");
  private static final Set<String> LOAD = with(HEAD, "from", "to", "max", "back", "read");
  private static final Set<String> APPEND =
      with(HEAD, "expect", "events", "created", "repeat", "conflict");

  private LineCodec() {}

  private static Set<String> with(Set<String> keys, String... more) {
    Set<String> all = new HashSet<>(keys);
    all.addAll(List.of(more));
    return all;
  }

  static String write(HistoryLine line) {
    ObjectNode json = MAPPER.createObjectNode();
    if (line instanceof Header header) {
      json.put("history", FORMAT)
          .put("seed", header.seed())
          .put("subject", header.subject())
          .put("mode", header.mode())
          .put("run", header.run());
    } else if (line instanceof Demand demand) {
      json.putObject("demand")
          .put("overlapping", demand.overlapping())
          .put("conflicts", demand.conflicts())
          .put("unknown", demand.unknown());
    } else if (line instanceof Fault fault) {
      json.put("fault", fault.what()).put("at", fault.atNs());
    } else if (line instanceof Heal heal) {
      json.put("heal", heal.what()).put("at", heal.atNs());
    } else if (line instanceof End end) {
      json.put("end", end.operations());
    } else if (line instanceof Append append) {
      begin(json, "append", append);
      writeExpected(json, append.expected());
      array(json, "events", EventRuns.ofEvents(append.events()));
      writeOutcome(json, append.outcome());
    } else if (line instanceof Load load) {
      begin(json, "load", load);
      writeOptions(json, load.options());
      array(json, "read", EventRuns.ofDelivered(load.read()));
      writeOutcome(json, load.outcome(), load.read().size());
    } else if (line instanceof Head head) {
      begin(json, "head", head);
      writeOutcome(json, head.outcome(), head.version());
    }
    return json.toString();
  }

  private static void begin(ObjectNode json, String name, Operation operation) {
    Span span = operation.span();
    json.put("op", name).put("p", span.process());
    json.putArray("at").add(span.invokedNs()).add(span.completedNs());
    json.put("stream", operation.stream());
  }

  private static void writeExpected(ObjectNode json, ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exact exact) {
      json.put("expect", exact.version());
    } else if (expected instanceof ExpectedVersion.NoStream) {
      json.put("expect", "none");
    } else {
      json.put("expect", expected instanceof ExpectedVersion.Any ? "any" : "exists");
    }
  }

  private static void writeOptions(ObjectNode json, LoadOptions options) {
    LoadOptions usual = LoadOptions.all();
    if (options.from() != usual.from()) {
      json.put("from", options.from());
    }
    if (options.to() != usual.to()) {
      json.put("to", options.to());
    }
    if (options.maxCount() != usual.maxCount()) {
      json.put("max", options.maxCount());
    }
    if (options.direction() == Direction.BACKWARDS) {
      json.put("back", true);
    }
  }

  private static void array(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }

  private static void writeOutcome(ObjectNode json, AppendOutcome outcome) {
    if (outcome instanceof AppendOutcome.Acknowledged acknowledged) {
      AppendResult result = acknowledged.result();
      json.put("ok", result.nextExpectedVersion());
      if (result.createdStream()) {
        json.put("created", true);
      }
      if (result.repeat()) {
        json.put("repeat", true);
      }
    } else if (outcome instanceof AppendOutcome.Conflict conflict) {
      json.put("conflict", conflict.actual());
    } else if (outcome instanceof AppendOutcome.Refused refused) {
      json.put("fail", refused.why());
    } else if (outcome instanceof AppendOutcome.Unknown unknown) {
      json.put("unknown", unknown.why());
    }
  }

  private static void writeOutcome(ObjectNode json, ReadOutcome outcome, long answer) {
    if (outcome instanceof ReadOutcome.Complete) {
      json.put("ok", answer);
    } else if (outcome instanceof ReadOutcome.Failed failed) {
      json.put("fail", failed.why());
    } else if (outcome instanceof ReadOutcome.Unknown unknown) {
      json.put("unknown", unknown.why());
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not one, with what is wrong
   */
  static HistoryLine read(String line) {
    JsonNode json = parse(line);
    if (json.has("op")) {
      return readOperation(json);
    }
    if (json.has("history")) {
      long format = number(json, "history");
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "its format is %d, this version reads %d: check it with the version that wrote it"
                .formatted(format, FORMAT));
      }
      requireKeys(json, HEADER);
      return new Header(
          number(json, "seed"), text(json, "subject"), text(json, "mode"), text(json, "run"));
    }
    if (json.has("demand")) {
      requireKeys(json, Set.of("demand"));
      JsonNode demand = json.get("demand");
      requireKeys(demand, Set.of("overlapping", "conflicts", "unknown"));
      return new Demand(
          count(demand, "overlapping"), count(demand, "conflicts"), count(demand, "unknown"));
    }
    if (json.has("fault")) {
      requireKeys(json, Set.of("fault", "at"));
      return new Fault(count(json, "at"), text(json, "fault"));
    }
    if (json.has("heal")) {
      requireKeys(json, Set.of("heal", "at"));
      return new Heal(count(json, "at"), text(json, "heal"));
    }
    if (json.has("end")) {
      requireKeys(json, Set.of("end"));
      return new End(count(json, "end"));
    }
    throw new IllegalArgumentException(
        "neither an operation ('op') nor 'history', 'demand', 'fault', 'heal' or 'end'");
  }

  private static JsonNode parse(String line) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("empty: remove it");
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(line);
    } catch (MismatchedInputException e) {
      throw new IllegalArgumentException(
          "a key stands twice in an object, or something behind the object: a history has one JSON"
              + " object on each line, with each key once",
          e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON; a history has a whole JSON object on each line", e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("no JSON object; a history has one on each line");
    }
    return json;
  }

  /** A key that is misspelt would be left out, and another thing be judged than was meant. */
  private static void requireKeys(JsonNode json, Set<String> known) {
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "'%s' is none of its keys, which are %s"
                .formatted(key, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private static Operation readOperation(JsonNode json) {
    String operation = text(json, "op");
    requireKeys(
        json,
        switch (operation) {
          case "append" -> APPEND;
          case "load" -> LOAD;
          case "head" -> HEAD;
          default -> throw new IllegalArgumentException("'op' is none of append, load, head");
        });
    Span span = span(json);
    String stream = text(json, "stream");
    return switch (operation) {
      case "append" ->
          new Append(
              span,
              stream,
              readExpected(field(json, "expect")),
              EventRuns.events(array(json, "events")),
              readAppendOutcome(json));
      case "load" -> readLoad(json, span, stream);
      default -> {
        ReadOutcome outcome = readOutcome(json);
        boolean complete = outcome instanceof ReadOutcome.Complete;
        yield new Head(span, stream, complete ? number(json, "ok") : 0, outcome);
      }
    };
  }

  private static Span span(JsonNode json) {
    JsonNode at = array(json, "at");
    if (at.size() != 2 || !isNatural(at.get(0)) || !isNatural(at.get(1))) {
      throw new IllegalArgumentException(
          "'at' is not two times in nanoseconds since the history began: when it was asked, and when"
              + " it was answered");
    }
    long process = number(json, "p");
    if (process < 1 || process > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "'p' is %d: processes are numbered from 1 to %d".formatted(process, Integer.MAX_VALUE));
    }
    Span span = new Span((int) process, at.get(0).longValue(), at.get(1).longValue());
    if (span.completedNs() < span.invokedNs()) {
      throw new IllegalArgumentException(
          "'at' says that it was answered before it was asked: when it was asked stands first");
    }
    return span;
  }

  private static Load readLoad(JsonNode json, Span span, String stream) {
    LoadOptions options;
    try {
      options =
          new LoadOptions(
              json.has("from") ? number(json, "from") : 1,
              json.has("to") ? number(json, "to") : Long.MAX_VALUE,
              json.has("max") ? number(json, "max") : Long.MAX_VALUE,
              flag(json, "back") ? Direction.BACKWARDS : Direction.FORWARDS);
    } catch (InvalidRequestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    List<Delivered> read = EventRuns.delivered(array(json, "read"));
    ReadOutcome outcome = readOutcome(json);
    if (outcome instanceof ReadOutcome.Complete && number(json, "ok") != read.size()) {
      throw new IllegalArgumentException(
          "'ok' is %d, which is not how many events 'read' holds: %d"
              .formatted(number(json, "ok"), read.size()));
    }
    return new Load(span, stream, options, read, outcome);
  }

  private static ExpectedVersion readExpected(JsonNode json) {
    if (isNatural(json)) {
      return ExpectedVersion.exact(json.longValue());
    }
    return switch (json.asText()) {
      case "any" -> ExpectedVersion.any();
      case "none" -> ExpectedVersion.noStream();
      case "exists" -> ExpectedVersion.streamExists();
      default ->
          throw new IllegalArgumentException(
              "'expect' is no version from 0, nor any, none or exists");
    };
  }

  private static AppendOutcome readAppendOutcome(JsonNode json) {
    requireOneEnd(json);
    if (json.has("ok")) {
      return new AppendOutcome.Acknowledged(
          new AppendResult(number(json, "ok"), flag(json, "created"), flag(json, "repeat")));
    }
    if (json.has("conflict")) {
      return new AppendOutcome.Conflict(number(json, "conflict"));
    }
    return json.has("fail")
        ? new AppendOutcome.Refused(text(json, "fail"))
        : new AppendOutcome.Unknown(text(json, "unknown"));
  }

  private static void requireOneEnd(JsonNode json) {
    int ends = 0;
    for (String end : ENDS) {
      ends += json.has(end) ? 1 : 0;
    }
    if (ends != 1) {
      throw new IllegalArgumentException(
          "it has %d of 'ok', 'conflict', 'fail' and 'unknown': an operation ends in one of them"
              .formatted(ends));
    }
  }

  private static ReadOutcome readOutcome(JsonNode json) {
    requireOneEnd(json);
    if (json.has("ok")) {
      return new ReadOutcome.Complete();
    }
    return json.has("fail")
        ? new ReadOutcome.Failed(text(json, "fail"))
        : new ReadOutcome.Unknown(text(json, "unknown"));
  }

  private static JsonNode field(JsonNode json, String name) {
    JsonNode field = json.get(name);
    if (field == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return field;
  }

  private static long number(JsonNode json, String name) {
    JsonNode field = field(json, name);
    if (!isLong(field)) {
      throw new IllegalArgumentException("'" + name + "' is no whole number of 64 bits");
    }
    return field.longValue();
  }

  private static long count(JsonNode json, String name) {
    long count = number(json, name);
    if (count < 0) {
      throw new IllegalArgumentException("'%s' is %d: it counts from 0".formatted(name, count));
    }
    return count;
  }

  private static boolean flag(JsonNode json, String name) {
    JsonNode field = json.path(name);
    if (!field.isMissingNode() && !field.isBoolean()) {
      throw new IllegalArgumentException("'" + name + "' is neither true nor false");
    }
    return field.booleanValue();
  }

  private static boolean isNatural(JsonNode json) {
    return isLong(json) && json.longValue() >= 0;
  }

  private static boolean isLong(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong();
  }

  private static String text(JsonNode json, String name) {
    JsonNode field = field(json, name);
    if (!field.isTextual()) {
      throw new IllegalArgumentException("'" + name + "' is no text");
    }
    return field.textValue();
  }

  private static JsonNode array(JsonNode json, String name) {
    JsonNode field = field(json, name);
    if (!field.isArray()) {
      throw new IllegalArgumentException("'" + name + "' is no list");
    }
    return field;
  }
}
