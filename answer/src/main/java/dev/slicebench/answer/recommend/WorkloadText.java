package dev.slicebench.answer.recommend;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.answer.recommend.Workload.StreamLength;
import dev.slicebench.evidence.text.Suggestions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A workload's file as text, which knows the line of each of its fields. */
final class WorkloadText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final List<String> FIELDS = names(Workload.class);
  private static final List<String> LENGTH_FIELDS = names(StreamLength.class);
  private static final String NO_FIELDS = "it has no fields, such as 'payloadBytes: 800'";
  private static final String OPTIONAL = "/pricePerMillionRequestUnits";

  private final String text;

  /** By JSON pointers. */
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private WorkloadText(String text) {
    this.text = text;
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(one -> one.getName()).toList();
  }

  static WorkloadText read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return new WorkloadText(
          text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no workload: it is no text in UTF-8", e);
    }
  }

  /**
   * Returns the text, which has fields, none that is unknown and none without a value.
   *
   * @throws JsonProcessingException that says what is wrong
   */
  String checked(ObjectMapper mapper) throws IOException {
    try (JsonParser parser = mapper.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw problem(parser, first == null ? "it is empty" : NO_FIELDS);
      }
      for (JsonToken token = first; token != null; token = parser.nextToken()) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
        if (token == JsonToken.FIELD_NAME) {
          requireKnown(parser, pointer);
        }
        if (token == JsonToken.VALUE_NULL && !pointer.equals(OPTIONAL)) {
          throw problem(parser, pointer.substring(1) + " has no value");
        }
      }
    }
    return text;
  }

  private static JsonProcessingException problem(JsonParser parser, String message) {
    return new JsonParseException(parser, message, parser.currentTokenLocation());
  }

  private static void requireKnown(JsonParser parser, String pointer) throws IOException {
    String name = parser.currentName();
    List<String> known =
        pointer.lastIndexOf('/') == 0
            ? FIELDS
            : pointer.startsWith("/streamLengths/") ? LENGTH_FIELDS : List.of();
    if (!known.contains(name)) {
      throw problem(parser, "'" + name + "' is no field of it" + Suggestions.question(name, known));
    }
  }

  /** Returns the line of what {@code failure} is about; empty for what is not there. */
  OptionalInt line(JsonProcessingException failure) {
    if (!(failure instanceof JsonMappingException mapping)) {
      return OptionalInt.of(failure.getLocation().getLineNr());
    }
    String path = mapping.getPath().stream().map(WorkloadText::pointer).reduce("", String::concat);
    Throwable cause = failure.getCause();
    String told = String.valueOf((cause == null ? failure : cause).getMessage());
    // A field that is refused is named in the message, and one that has the wrong type in the path.
    return Stream.concat(
            Arrays.stream(told.split("\\W+")).map(word -> path + "/" + word), Stream.of(path))
        .filter(pointer -> !pointer.isEmpty())
        .map(lines::get)
        .filter(Objects::nonNull)
        .mapToInt(line -> line)
        .findFirst();
  }

  /** Returns which field has a value of a wrong kind, and the right kind. */
  static String wrongKind(JsonMappingException failure) {
    List<String> names =
        failure.getPath().stream().map(Reference::getFieldName).filter(Objects::nonNull).toList();
    if (names.isEmpty()) {
      return NO_FIELDS;
    }
    String field = names.get(names.size() - 1);
    Class<?> type =
        Stream.of(Workload.class, StreamLength.class)
            .flatMap(one -> Arrays.stream(one.getRecordComponents()))
            .filter(one -> one.getName().equals(field))
            .<Class<?>>map(RecordComponent::getType)
            .findFirst()
            .orElse(String.class);
    String kind;
    if (type == int.class) {
      kind = "a whole number, up to " + Integer.MAX_VALUE;
    } else if (type == String.class) {
      kind = "a text";
    } else if (type == List.class) {
      kind = "a list such as [{events: 5, share: 1}]";
    } else {
      kind = "a number";
    }
    return String.join(".", names) + " must be " + kind;
  }

  private static String pointer(Reference reference) {
    return "/"
        + (reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
  }
}
