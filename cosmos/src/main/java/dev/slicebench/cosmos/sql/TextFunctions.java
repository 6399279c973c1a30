package dev.slicebench.cosmos.sql;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slicebench.cosmos.sql.ScalarFunction.Body;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Functions of strings; undefined for what is none. */
final class TextFunctions {

  /** The service's limit. */
  private static final int MOST_REPLICATED = 10_000;

  /** No answer has more. */
  private static final int LONGEST = 4 * 1024 * 1024;

  /** As deep as a document may be. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(128).build())
              .build());

  private TextFunctions() {}

  /** A test of a text and a part; a third argument says whether case is to be ignored. */
  interface TextTest {
    boolean test(String text, String part);
  }

  static Body test(TextTest test) {
    return all -> {
      if (!all.get(0).isTextual() || !all.get(1).isTextual()) {
        return Values.UNDEFINED;
      }
      String text = all.get(0).textValue();
      String part = all.get(1).textValue();
      return Values.of(
          (all.size() == 3 && Values.isTrue(all.get(2)))
              ? test.test(text.toLowerCase(Locale.ROOT), part.toLowerCase(Locale.ROOT))
              : test.test(text, part));
    };
  }

  static Body change(UnaryOperator<String> change) {
    return all ->
        all.get(0).isTextual() ? of(change.apply(all.get(0).textValue())) : Values.UNDEFINED;
  }

  /** Reads a text as JSON of a kind. */
  static Body read(Predicate<JsonNode> kind) {
    return all -> parsed(all.get(0)).filter(kind).orElse(Values.UNDEFINED);
  }

  private static Optional<JsonNode> parsed(JsonNode text) {
    try {
      return text.isTextual()
          ? Optional.of(MAPPER.readTree(text.textValue())).filter(value -> !value.isMissingNode())
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static JsonNode length(List<JsonNode> all) {
    return all.get(0).isTextual()
        ? Values.of((double) all.get(0).textValue().length())
        : Values.UNDEFINED;
  }

  static JsonNode concat(List<JsonNode> all) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : all) {
      if (!part.isTextual()) {
        return Values.UNDEFINED;
      }
      text.append(part.textValue());
    }
    return of(text.toString());
  }

  static JsonNode indexOf(List<JsonNode> all) {
    OptionalInt from = all.size() == 3 ? whole(all.get(2)) : OptionalInt.of(0);
    return all.get(0).isTextual() && all.get(1).isTextual() && from.isPresent()
        ? Values.of(
            (double) all.get(0).textValue().indexOf(all.get(1).textValue(), from.getAsInt()))
        : Values.UNDEFINED;
  }

  static JsonNode left(List<JsonNode> all) {
    OptionalInt count = whole(all.get(1));
    if (!all.get(0).isTextual() || count.isEmpty()) {
      return Values.UNDEFINED;
    }
    String text = all.get(0).textValue();
    return of(text.substring(0, within(count.getAsInt(), text)));
  }

  static JsonNode right(List<JsonNode> all) {
    OptionalInt count = whole(all.get(1));
    if (!all.get(0).isTextual() || count.isEmpty()) {
      return Values.UNDEFINED;
    }
    String text = all.get(0).textValue();
    return of(text.substring(text.length() - within(count.getAsInt(), text)));
  }

  static JsonNode substring(List<JsonNode> all) {
    OptionalInt start = whole(all.get(1));
    OptionalInt count = whole(all.get(2));
    if (!all.get(0).isTextual() || start.isEmpty() || count.isEmpty()) {
      return Values.UNDEFINED;
    }
    String rest =
        all.get(0).textValue().substring(within(start.getAsInt(), all.get(0).textValue()));
    return of(rest.substring(0, within(count.getAsInt(), rest)));
  }

  private static int within(int count, String text) {
    return Math.max(0, Math.min(count, text.length()));
  }

  static JsonNode replace(List<JsonNode> all) {
    if (!all.stream().allMatch(JsonNode::isTextual)) {
      return Values.UNDEFINED;
    }
    String text = all.get(0).textValue();
    String part = all.get(1).textValue();
    String other = all.get(2).textValue();
    if (part.isEmpty()) {
      return all.get(0);
    }
    // Looked at before it is made.
    long most = text.length() + (long) (text.length() / part.length()) * other.length();
    if (most > LONGEST) {
      throw tooLong();
    }
    return of(text.replace(part, other));
  }

  static JsonNode replicate(List<JsonNode> all) {
    OptionalInt count = whole(all.get(1));
    if (!all.get(0).isTextual() || count.isEmpty() || count.getAsInt() < 0) {
      return Values.UNDEFINED;
    }
    String text = all.get(0).textValue();
    return (long) text.length() * count.getAsInt() > MOST_REPLICATED
        ? Values.UNDEFINED
        : of(text.repeat(count.getAsInt()));
  }

  static JsonNode written(List<JsonNode> all) {
    JsonNode value = all.get(0);
    return Values.isUndefined(value) || value.isTextual() ? value : of(value.toString());
  }

  private static OptionalInt whole(JsonNode number) {
    boolean whole =
        number.isNumber()
            && Math.rint(number.doubleValue()) == number.doubleValue()
            && number.canConvertToInt();
    return whole ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
  }

  static TextNode of(String text) {
    if (text.length() > LONGEST) {
      throw tooLong();
    }
    return TextNode.valueOf(text);
  }

  private static SqlException tooLong() {
    return SqlException.refused("a string in a query has at most " + LONGEST + " characters");
  }
}
