package dev.slicebench.conformance.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;

/** Lines of a history as JSON. What is as usual is left out. */
public final class LineCodec {

  private static final int FORMAT = 1;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private LineCodec() {}

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
    JsonNode json;
    try {
      json = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not JSON; a history has a whole JSON object on each line", e);
    }
    if (json.has("op")) {
      return readOperation(json);
    }
    if (json.has("history")) {
      long format = number(json, "history");
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "its format is " + format + ", this version reads " + FORMAT);
      }
      return new Header(
          number(json, "seed"), text(json, "subject"), text(json, "mode"), text(json, "run"));
    }
    if (json.has("demand")) {
      JsonNode demand = json.get("demand");
      return new Demand(
          number(demand, "overlapping"), number(demand, "conflicts"), number(demand, "unknown"));
    }
    if (json.has("fault")) {
      return new Fault(number(json, "at"), text(json, "fault"));
    }
    if (json.has("heal")) {
      return new Heal(number(json, "at"), text(json, "heal"));
    }
    if (json.has("end")) {
      return new End(number(json, "end"));
    }
    throw new IllegalArgumentException(
        "neither an operation ('op') nor 'history', 'demand', 'fault', 'heal' or 'end'");
  }

  private static Operation readOperation(JsonNode json) {
    Span span = span(json);
    String stream = text(json, "stream");
    return switch (text(json, "op")) {
      case "append" ->
          new Append(
              span,
              stream,
              readExpected(field(json, "expect")),
              EventRuns.events(array(json, "events")),
              readAppendOutcome(json));
      case "load" -> readLoad(json, span, stream);
      case "head" -> {
        ReadOutcome outcome = readOutcome(json);
        boolean complete = outcome instanceof ReadOutcome.Complete;
        yield new Head(span, stream, complete ? number(json, "ok") : 0, outcome);
      }
      default -> throw new IllegalArgumentException("'op' is none of append, load, head");
    };
  }

  private static Span span(JsonNode json) {
    JsonNode at = array(json, "at");
    if (at.size() != 2 || !isLong(at.get(0)) || !isLong(at.get(1))) {
      throw new IllegalArgumentException("'at' is not two times in nanoseconds");
    }
    Span span =
        new Span(Math.toIntExact(number(json, "p")), at.get(0).longValue(), at.get(1).longValue());
    if (span.completedNs() < span.invokedNs()) {
      throw new IllegalArgumentException("'at' says that it was answered before it was asked");
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
              json.path("back").asBoolean() ? Direction.BACKWARDS : Direction.FORWARDS);
    } catch (InvalidRequestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    List<Delivered> read = EventRuns.delivered(array(json, "read"));
    ReadOutcome outcome = readOutcome(json);
    if (outcome instanceof ReadOutcome.Complete && number(json, "ok") != read.size()) {
      throw new IllegalArgumentException("'ok' is not how many events 'read' holds");
    }
    return new Load(span, stream, options, read, outcome);
  }

  private static ExpectedVersion readExpected(JsonNode json) {
    if (isLong(json) && json.longValue() >= 0) {
      return ExpectedVersion.exact(json.longValue());
    }
    return switch (json.asText()) {
      case "any" -> ExpectedVersion.any();
      case "none" -> ExpectedVersion.noStream();
      case "exists" -> ExpectedVersion.streamExists();
      default ->
          throw new IllegalArgumentException("'expect' is no version, nor any, none or exists");
    };
  }

  private static AppendOutcome readAppendOutcome(JsonNode json) {
    if (json.has("ok")) {
      return new AppendOutcome.Acknowledged(
          new AppendResult(
              number(json, "ok"),
              json.path("created").asBoolean(),
              json.path("repeat").asBoolean()));
    }
    if (json.has("conflict")) {
      return new AppendOutcome.Conflict(number(json, "conflict"));
    }
    return json.has("fail")
        ? new AppendOutcome.Refused(text(json, "fail"))
        : new AppendOutcome.Unknown(text(json, "unknown"));
  }

  private static ReadOutcome readOutcome(JsonNode json) {
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
      throw new IllegalArgumentException("'" + name + "' is no whole number");
    }
    return field.longValue();
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
