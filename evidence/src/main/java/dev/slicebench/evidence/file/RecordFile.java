package dev.slicebench.evidence.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.CharConversionException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from JSON files as they were written: nothing that must be there is missing or
 * null, nothing is of another type, and every number is finite. Fields that are not known are
 * passed over.
 */
public final class RecordFile {

  private static final ObjectMapper MAPPER = mapper();

  private RecordFile() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  /**
   * Returns the JSON in a file, unchecked.
   *
   * @throws DamagedFileException if it is none
   */
  public static JsonNode tree(Path file) throws IOException {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(reason(e));
    } catch (CharConversionException e) {
      throw new DamagedFileException("it is no text");
    }
  }

  /**
   * Returns the record in a file.
   *
   * @throws DamagedFileException if it is not whole; the message says where, and names no file
   * @throws IOException if the file cannot be read
   */
  public static <R extends Record> R read(Path file, Class<R> type) throws IOException {
    return of(tree(file), type);
  }

  /**
   * Returns the record in JSON.
   *
   * @throws DamagedFileException if it is not whole
   */
  public static <R extends Record> R of(JsonNode json, Class<R> type) throws DamagedFileException {
    if (!json.isObject()) {
      throw new DamagedFileException("it holds no JSON object");
    }
    R record;
    try {
      record = MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(reason(e));
    }
    requireWhole("", record);
    return record;
  }

  private static void requireWhole(String place, Object value) throws DamagedFileException {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new DamagedFileException(place + " is " + number);
    }
    if (value instanceof Collection<?> all) {
      int index = 0;
      for (Object one : all) {
        requireThere(place + "[" + index++ + "]", one);
      }
    }
    if (value instanceof Map<?, ?> all) {
      for (Map.Entry<?, ?> one : all.entrySet()) {
        requireThere(place + "." + one.getKey(), one.getValue());
      }
    }
    if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object part = part(record, component);
        String where = place.isEmpty() ? component.getName() : place + "." + component.getName();
        if (part != null || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          requireThere(where, part);
        }
      }
    }
  }

  private static void requireThere(String place, @Nullable Object value)
      throws DamagedFileException {
    if (value == null) {
      throw new DamagedFileException(place + " is missing");
    }
    requireWhole(place, value);
  }

  private static @Nullable Object part(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns where it is and what is wrong, without the names of classes. */
  public static String reason(JsonProcessingException failure) {
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return place(mapping) + " is missing or of another kind than it was written";
    }
    return failure instanceof JsonMappingException
        ? "it is of another kind than it was written"
        : "it is no JSON at line %d, column %d"
            .formatted(failure.getLocation().getLineNr(), failure.getLocation().getColumnNr());
  }

  private static String place(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }
}
