package dev.slicebench.cosmos.emulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.slicebench.cosmos.emulator.engine.Container;
import dev.slicebench.cosmos.emulator.engine.CosmosException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON as requests have it and answers give it: one value, in UTF-8, with numbers that exist. */
final class Json {

  private static final char REPLACEMENT = '\uFFFD';

  /** Of a document by itself. */
  static final Json DOCUMENT = new Json(Container.MAX_LEVELS);

  /** Of documents in an array of operations. */
  static final Json BATCH = new Json(Container.MAX_LEVELS + 2);

  /** Of values in the parameters of a query, and all else. */
  static final Json REQUEST = new Json(Container.MAX_LEVELS + 3);

  private static final ObjectMapper WRITER = new ObjectMapper();

  private final ObjectMapper reader;

  private Json(int levels) {
    reader =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(levels).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(new FiniteNumbers())
            .build();
  }

  /** Refuses numbers that no double is near to. */
  private static final class FiniteNumbers extends JsonNodeFactory {

    private static final long serialVersionUID = 1;

    @Override
    public NumericNode numberNode(double value) {
      return super.numberNode(finite(value));
    }

    @Override
    public ValueNode numberNode(BigInteger value) {
      finite(value.doubleValue());
      return super.numberNode(value);
    }

    private static double finite(double value) {
      if (!Double.isFinite(value)) {
        throw CosmosException.badRequest("this is no JSON: a number is beyond all doubles");
      }
      return value;
    }
  }

  /**
   * Reads a value.
   *
   * @throws CosmosException if the text is none, or more than one
   */
  JsonNode read(String text) {
    try {
      return reader.readTree(text);
    } catch (JacksonException e) {
      throw CosmosException.badRequest("this is no JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * Returns the text that bytes are.
   *
   * @throws CosmosException if they are no UTF-8
   */
  static String text(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      } catch (CharacterCodingException e) {
        throw CosmosException.badRequest("this is no UTF-8");
      }
    }
    return text;
  }

  static byte[] bytes(JsonNode value) {
    try {
      return WRITER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was parsed can be written", e);
    }
  }
}
