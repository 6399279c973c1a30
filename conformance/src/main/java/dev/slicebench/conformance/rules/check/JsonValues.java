package dev.slicebench.conformance.rules.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;

/** JSON values as a store that keeps JSON may keep them: every number an IEEE double. */
public final class JsonValues {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setNodeFactory(
              new JsonNodeFactory() {
                @Override
                public NumericNode numberNode(int value) {
                  return DoubleNode.valueOf((double) value);
                }

                @Override
                public NumericNode numberNode(long value) {
                  return DoubleNode.valueOf((double) value);
                }
              });

  private JsonValues() {}

  /**
   * Returns whether both texts are the same value, whatever the order of properties and the blanks.
   */
  public static boolean same(byte[] one, byte[] other) {
    return tree(one).equals(tree(other));
  }

  private static JsonNode tree(byte[] utf8) {
    try {
      return MAPPER.readTree(utf8);
    } catch (IOException e) {
      throw new BrokenRuleException("what was stored as JSON is none any more: " + e.getMessage());
    }
  }
}
