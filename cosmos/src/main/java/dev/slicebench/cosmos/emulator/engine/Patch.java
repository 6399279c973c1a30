package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A partial document update. (Microsoft Learn: "Partial document update".)
 *
 * @param steps done in order, all or none
 * @param condition what the document must be like
 */
public record Patch(List<Step> steps, Predicate<ObjectNode> condition) {

  /** The service's limit. */
  private static final int MAX_STEPS = 10;

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  /** What a step does. */
  public enum Action {
    /** Sets a property, or inserts an item. */
    ADD,
    /** Sets a property or an item. */
    SET,
    /** Sets a property or an item that is there. */
    REPLACE,
    /** Removes what is there. */
    REMOVE,
    /** Adds to a number. */
    INCR,
    /** Removes what is there, and adds it elsewhere. */
    MOVE
  }

  /**
   * A step.
   *
   * @param path names and indices
   * @param value missing where the action has none
   * @param from only of a move
   */
  public record Step(Action action, List<String> path, JsonNode value, List<String> from) {}

  /**
   * Reads the steps of a request.
   *
   * @throws CosmosException if they are no steps
   */
  public static List<Step> steps(JsonNode operations) {
    if (!operations.isArray() || operations.isEmpty() || operations.size() > MAX_STEPS) {
      throw CosmosException.badRequest("a patch has 1 to " + MAX_STEPS + " 'operations'");
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode one : operations) {
      Action action = action(one.path("op").asText());
      JsonNode value = one.path("value");
      boolean valued = action != Action.REMOVE && action != Action.MOVE;
      if (valued && value.isMissingNode()) {
        throw CosmosException.badRequest("'" + one.path("op").asText() + "' needs a 'value'");
      }
      if (action == Action.INCR && !value.isNumber()) {
        throw CosmosException.badRequest("'incr' needs a number");
      }
      steps.add(
          new Step(
              action,
              path(one.path("path")),
              value,
              action == Action.MOVE ? path(one.path("from")) : List.of()));
    }
    return steps;
  }

  private static Action action(String name) {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
        return action;
      }
    }
    throw CosmosException.badRequest("'" + name + "' is no operation of a patch");
  }

  private static List<String> path(JsonNode text) {
    if (!text.isTextual() || !text.textValue().startsWith("/") || text.textValue().length() < 2) {
      throw CosmosException.badRequest("'" + text.asText() + "' is no path of a patch");
    }
    List<String> path = new ArrayList<>();
    for (String name : text.textValue().substring(1).split("/", -1)) {
      path.add(name.replace("~1", "/").replace("~0", "~"));
    }
    if (path.get(0).equals("id") || isSystem(path.get(0))) {
      throw CosmosException.badRequest(
          "'" + text.textValue() + "' belongs to the system, or is the id: it cannot be patched");
    }
    return List.copyOf(path);
  }

  private static boolean isSystem(String name) {
    return List.of("_rid", "_self", "_etag", "_ts", "_attachments").contains(name);
  }

  /**
   * Returns a document as it is after all steps.
   *
   * @throws CosmosException if one cannot be done
   */
  ObjectNode applied(ObjectNode before) {
    ObjectNode document = before.deepCopy();
    for (Step step : steps) {
      switch (step.action) {
        case ADD -> put(document, step.path, step.value.deepCopy(), true);
        case SET -> put(document, step.path, step.value.deepCopy(), false);
        case REPLACE -> {
          required(document, step.path);
          put(document, step.path, step.value.deepCopy(), false);
        }
        case REMOVE -> remove(document, step.path);
        case INCR -> increment(document, step);
        case MOVE -> {
          if (step.path.size() > step.from.size()
              && step.path.subList(0, step.from.size()).equals(step.from)) {
            throw CosmosException.badRequest("nothing can be moved into itself");
          }
          JsonNode moved = required(document, step.from);
          remove(document, step.from);
          put(document, step.path, moved, true);
        }
      }
    }
    return document;
  }

  private static void increment(ObjectNode document, Step step) {
    JsonNode there = found(document, step.path);
    if (!there.isMissingNode() && !there.isNumber()) {
      throw CosmosException.badRequest("'" + name(step.path) + "' is no number");
    }
    put(document, step.path, there.isMissingNode() ? step.value : sum(there, step.value), false);
  }

  private static JsonNode sum(JsonNode one, JsonNode other) {
    if (one.canConvertToLong()
        && one.isIntegralNumber()
        && other.canConvertToLong()
        && other.isIntegralNumber()) {
      try {
        return LongNode.valueOf(Math.addExact(one.longValue(), other.longValue()));
      } catch (ArithmeticException e) {
        // It becomes a double.
      }
    }
    double sum = one.doubleValue() + other.doubleValue();
    if (!Double.isFinite(sum)) {
      throw CosmosException.badRequest("the sum is beyond all numbers");
    }
    return DoubleNode.valueOf(sum);
  }

  private static JsonNode required(ObjectNode document, List<String> path) {
    JsonNode found = found(document, path);
    if (found.isMissingNode()) {
      throw CosmosException.badRequest("there is no '" + name(path) + "'");
    }
    return found;
  }

  private static JsonNode found(JsonNode document, List<String> path) {
    JsonNode at = document;
    for (String name : path) {
      at =
          at.isArray()
              ? (isIndex(name) ? at.path(Integer.parseInt(name)) : at.path(""))
              : at.path(name);
    }
    return at;
  }

  private static boolean isIndex(String name) {
    return INDEX.matcher(name).matches();
  }

  private static void put(ObjectNode document, List<String> path, JsonNode value, boolean insert) {
    JsonNode parent = found(document, path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
      return;
    }
    if (!(parent instanceof ArrayNode array)) {
      throw CosmosException.badRequest("'" + name(path) + "' lies in nothing that is there");
    }
    int index = last.equals("-") ? array.size() : isIndex(last) ? Integer.parseInt(last) : -1;
    if (index < 0 || index > array.size()) {
      throw CosmosException.badRequest("'" + name(path) + "' is no place in the array");
    }
    if (insert || index == array.size()) {
      array.insert(index, value);
    } else {
      array.set(index, value);
    }
  }

  private static void remove(ObjectNode document, List<String> path) {
    required(document, path);
    JsonNode parent = found(document, path.subList(0, path.size() - 1));
    String last = path.get(path.size() - 1);
    if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(last));
    } else {
      ((ObjectNode) parent).remove(last);
    }
  }

  private static String name(List<String> path) {
    return "/" + String.join("/", path);
  }
}
