package dev.slicebench.cosmos.emulator.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Kind;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Result;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container and its documents. Operations are atomic and happen one after the other; a batch is
 * one operation. A point operation costs the same however many documents there are.
 */
public final class Container {

  /** The service's limit on the operations of a batch. */
  public static final int MAX_BATCH = 100;

  /** The service's limit on a request that writes a document or a batch. */
  public static final long MAX_WRITE_BYTES = 2L * 1024 * 1024;

  /** The service's limit on an answer. */
  public static final long MAX_PAGE_BYTES = 4L * 1024 * 1024;

  /** A document may have its system properties beside what a request has. */
  private static final long MAX_DOCUMENT_BYTES = MAX_WRITE_BYTES + 1024;

  /** The service's limit on how deep the values of a document are nested. */
  public static final int MAX_LEVELS = 128;

  private static final int MAX_ID_BYTES = 1023;
  private static final int NEVER = -1;
  private static final Pattern FORBIDDEN_IN_IDS = Pattern.compile("[/\\\\?#]");
  private static final HexFormat HEX = HexFormat.of();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String rid;
  private final String link;
  private final String self;
  private final Clock clock;
  private final List<List<String>> paths;
  private final Map<PartitionKey, Partition> partitions = new HashMap<>();
  private final Map<String, Set<PartitionKey>> partitionsById = new HashMap<>();
  private final TreeMap<Long, StoredDocument> all = new TreeMap<>();
  private volatile ContainerDefinition definition;
  private long sequence;
  private long etags;

  private static final class Partition {
    private final Map<String, StoredDocument> byId = new HashMap<>();
    private final TreeMap<Long, StoredDocument> bySequence = new TreeMap<>();
  }

  /**
   * An empty one.
   *
   * @param link by names, as a header has it, such as {@code dbs/d/colls/c}
   */
  Container(ContainerDefinition definition, String link, Clock clock) {
    this.definition = definition;
    this.link = link;
    this.rid = definition.json().path("_rid").textValue();
    this.self = definition.json().path("_self").textValue();
    this.clock = clock;
    this.paths = definition.keyPaths();
  }

  /** As the client gave it, with the system properties. */
  public ContainerDefinition definition() {
    return definition;
  }

  /** What documents are stored does not change, only how they are looked at. */
  void redefine(ContainerDefinition wanted) {
    definition = wanted;
  }

  /** Returns its resource id. */
  public String rid() {
    return rid;
  }

  /** Returns its link by names, as a header has it. */
  public String link() {
    return link;
  }

  /** Returns the partition key that a document has by its own content. */
  public PartitionKey keyOf(JsonNode document) {
    return PartitionKey.of(document, paths);
  }

  /** Returns how many writes there were so far, for session tokens. */
  public synchronized long version() {
    return etags;
  }

  /**
   * Does one operation in a partition.
   *
   * @throws CosmosException if it makes no sense, whatever is stored
   */
  public synchronized Result apply(PartitionKey key, DocumentOperation operation) {
    check(key, operation);
    return applyChecked(key, operation, null);
  }

  /**
   * Does all operations in order, or none.
   *
   * @return a result each; where one was refused, the others have status 424
   * @throws CosmosException if the batch makes no sense, whatever is stored
   */
  public synchronized List<Result> batch(PartitionKey key, List<DocumentOperation> operations) {
    if (operations.isEmpty() || operations.size() > MAX_BATCH) {
      throw CosmosException.badRequest(
          "Batch request has " + operations.size() + " operations, it must have 1 to " + MAX_BATCH);
    }
    operations.forEach(operation -> check(key, operation));
    List<Runnable> undo = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    boolean done = false;
    try {
      for (DocumentOperation operation : operations) {
        Result result = applyChecked(key, operation, undo);
        results.add(result);
        if (!result.isSuccess()) {
          return failed(results, operations.size());
        }
      }
      done = true;
      return results;
    } finally {
      if (!done) {
        Collections.reverse(undo);
        undo.forEach(Runnable::run);
      }
    }
  }

  private static List<Result> failed(List<Result> results, int operations) {
    List<Result> failed = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      boolean culprit = i == results.size() - 1;
      double charge = i < results.size() ? results.get(i).requestUnits() : 0;
      failed.add(culprit ? results.get(i) : new Result(424, null, charge, "Failed Dependency"));
    }
    return failed;
  }

  /**
   * Returns the documents of a partition, or of all, in the order of their creation.
   *
   * @param key may be the beginning of a hierarchical key; empty for all partitions
   * @param ids only these, where given: no other is looked at
   * @param after only those created after the one of this sequence
   */
  public synchronized List<StoredDocument> documents(
      Optional<PartitionKey> key, Optional<Set<String>> ids, long after) {
    Collection<StoredDocument> candidates =
        ids.isPresent()
            ? named(key, ids.get())
            : key.isPresent() ? under(key.get(), after) : all.tailMap(after, false).values();
    long now = clock.instant().getEpochSecond();
    return candidates.stream()
        .filter(document -> document.sequence() > after && !isExpired(document, now))
        .toList();
  }

  /**
   * Returns the documents written after a {@link StoredDocument#version version}, in the order of
   * their last write: what a change feed gives. It looks at every document.
   *
   * @param key may be the beginning of a hierarchical key; empty for all partitions
   * @param sinceSecond only those written then or later; Unix time
   */
  public synchronized List<StoredDocument> changes(
      Optional<PartitionKey> key, long version, long sinceSecond) {
    return documents(key, Optional.empty(), 0).stream()
        .filter(one -> one.version() > version && one.writtenAtSecond() >= sinceSecond)
        .sorted(Comparator.comparingLong(StoredDocument::version))
        .toList();
  }

  /** A document's own time to live counts only where the container has one, -1 included. */
  private boolean isExpired(StoredDocument document, long now) {
    OptionalInt usual = definition.timeToLive();
    if (usual.isEmpty()) {
      return false;
    }
    int seconds = document.body().path("ttl").asInt(usual.getAsInt());
    return seconds != NEVER && document.writtenAtSecond() + seconds <= now;
  }

  private Collection<StoredDocument> named(Optional<PartitionKey> key, Set<String> ids) {
    TreeMap<Long, StoredDocument> found = new TreeMap<>();
    for (String id : ids) {
      for (PartitionKey holder : partitionsById.getOrDefault(id, Set.of())) {
        if (key.isEmpty() || key.get().isPrefixOf(holder)) {
          StoredDocument document =
              Objects.requireNonNull(Objects.requireNonNull(partitions.get(holder)).byId.get(id));
          found.put(document.sequence(), document);
        }
      }
    }
    return found.values();
  }

  private Collection<StoredDocument> under(PartitionKey key, long after) {
    if (key.values().size() == paths.size()) {
      Partition partition = partitions.get(key);
      return partition == null ? List.of() : partition.bySequence.tailMap(after, false).values();
    }
    return all.tailMap(after, false).values().stream()
        .filter(document -> key.isPrefixOf(document.key()))
        .toList();
  }

  private void check(PartitionKey key, DocumentOperation operation) {
    if (key.values().size() != paths.size()) {
      throw CosmosException.badRequest(
          "Partition key provided has "
              + key.values().size()
              + " values, the definition of the container has "
              + paths.size());
    }
    String id = operation.id();
    if (id.isEmpty()
        || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES
        || FORBIDDEN_IN_IDS.matcher(id).find()) {
      throw CosmosException.badRequest(
          "'id' must be 1 to " + MAX_ID_BYTES + " bytes without / \\ ? and #: '" + id + "'");
    }
    ObjectNode body = operation.body();
    if (body != null) {
      check(key, id, body);
    }
  }

  private void check(PartitionKey key, String id, ObjectNode body) {
    if (!keyOf(body).equals(key)) {
      throw new CosmosException(
          400,
          "BadRequest",
          "PartitionKey extracted from document doesn't match the one specified in the header");
    }
    if (!body.path("id").asText().equals(id)) {
      throw CosmosException.badRequest("the id in the document is not the one of the request");
    }
    JsonNode ttl = body.path("ttl");
    if (!ttl.isMissingNode()
        && (!ttl.canConvertToInt()
            || !ttl.isIntegralNumber()
            || (ttl.intValue() <= 0 && ttl.intValue() != NEVER))) {
      throw CosmosException.badRequest("'ttl' must be a positive number of seconds, or -1");
    }
  }

  private Result applyChecked(
      PartitionKey key, DocumentOperation operation, @Nullable List<Runnable> undo) {
    StoredDocument current = current(key, operation.id());
    Kind kind = operation.kind();
    if (current == null && kind != Kind.CREATE && kind != Kind.UPSERT) {
      return new Result(
          404, null, ChargeModel.refused(), "Entity with the specified id does not exist");
    }
    if (current != null && kind == Kind.CREATE) {
      return new Result(
          409, null, ChargeModel.refused(), "Entity with the specified id already exists");
    }
    if (current != null && kind == Kind.READ) {
      return isExcluded(operation, current)
          ? new Result(304, null, ChargeModel.read(current.bytes()), "")
          : new Result(200, current, ChargeModel.read(current.bytes()), "");
    }
    if (current != null && (isExcluded(operation, current) || isOther(operation, current))) {
      return new Result(
          412,
          null,
          ChargeModel.refused(),
          "One of the specified pre-condition is not met: the document has another etag");
    }
    if (kind == Kind.PATCH) {
      return patched(key, operation, Objects.requireNonNull(current), undo);
    }
    if (kind == Kind.DELETE) {
      StoredDocument removed = Objects.requireNonNull(current);
      remove(removed);
      remember(undo, () -> put(removed));
      return new Result(204, null, ChargeModel.write(removed.bytes()), "");
    }
    return written(key, operation.id(), Objects.requireNonNull(operation.body()), current, undo);
  }

  /** A step that cannot be done is the document's refusal, not the whole batch's. */
  private Result patched(
      PartitionKey key,
      DocumentOperation operation,
      StoredDocument current,
      @Nullable List<Runnable> undo) {
    Patch patch = Objects.requireNonNull(operation.patch());
    try {
      if (!patch.condition().test(current.body())) {
        return new Result(
            412,
            null,
            ChargeModel.refused(),
            "One of the specified pre-condition is not met: the condition of the patch");
      }
      ObjectNode body = patch.applied(current.body());
      if (isDeeper(body, MAX_LEVELS)) {
        throw CosmosException.badRequest("a document has at most " + MAX_LEVELS + " levels");
      }
      check(key, operation.id(), body);
      return written(key, operation.id(), body, current, undo);
    } catch (CosmosException refusal) {
      return new Result(
          refusal.status(), null, ChargeModel.refused(), String.valueOf(refusal.getMessage()));
    }
  }

  private static boolean isDeeper(JsonNode value, int levels) {
    if (!value.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode inner : value) {
      if (isDeeper(inner, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  private Result written(
      PartitionKey key,
      String id,
      ObjectNode body,
      @Nullable StoredDocument current,
      @Nullable List<Runnable> undo) {
    StoredDocument written = stored(key, id, body, current);
    put(written);
    remember(
        undo,
        () -> {
          if (current == null) {
            remove(written);
          } else {
            put(current);
          }
        });
    return current == null
        ? new Result(201, written, ChargeModel.write(written.bytes()), "")
        : new Result(200, written, ChargeModel.replace(current.bytes(), written.bytes()), "");
  }

  private static boolean isExcluded(DocumentOperation operation, StoredDocument current) {
    String none = operation.ifNoneMatch();
    return none != null && (none.equals("*") || none.equals(current.etag()));
  }

  private static boolean isOther(DocumentOperation operation, StoredDocument current) {
    String wanted = operation.ifMatch();
    return wanted != null && !wanted.equals("*") && !wanted.equals(current.etag());
  }

  private static void remember(@Nullable List<Runnable> undo, Runnable action) {
    if (undo != null) {
      undo.add(action);
    }
  }

  private @Nullable StoredDocument current(PartitionKey key, String id) {
    Partition partition = partitions.get(key);
    StoredDocument document = partition == null ? null : partition.byId.get(id);
    if (document != null && isExpired(document, clock.instant().getEpochSecond())) {
      remove(document);
      return null;
    }
    return document;
  }

  private StoredDocument stored(
      PartitionKey key, String id, ObjectNode wanted, @Nullable StoredDocument before) {
    long now = clock.instant().getEpochSecond();
    long number = before == null ? ++sequence : before.sequence();
    // Never the same twice, also for a document that was removed and is created again.
    String etag =
        "\""
            + HEX.toHexDigits(rid.hashCode())
            + "-0000-0000-0000-"
            + HEX.toHexDigits(++etags, 12)
            + '"';
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.setAll(wanted);
    String ownRid = ResourceIds.document(rid, number);
    body.put("_rid", ownRid)
        .put("_self", self + "docs/" + ownRid + "/")
        .put("_etag", etag)
        .put("_attachments", "attachments/")
        .put("_ts", now);
    int bytes = size(body);
    if (bytes > MAX_DOCUMENT_BYTES) {
      throw new CosmosException(
          413, "RequestEntityTooLarge", "Request size is too large: a document has at most 2 MB");
    }
    return new StoredDocument(key, id, number, etags, body, etag, bytes, now);
  }

  private void put(StoredDocument document) {
    Partition partition = partitions.computeIfAbsent(document.key(), any -> new Partition());
    partition.byId.put(document.id(), document);
    partition.bySequence.put(document.sequence(), document);
    all.put(document.sequence(), document);
    partitionsById.computeIfAbsent(document.id(), any -> new LinkedHashSet<>()).add(document.key());
  }

  private void remove(StoredDocument document) {
    Partition partition = Objects.requireNonNull(partitions.get(document.key()));
    partition.byId.remove(document.id());
    partition.bySequence.remove(document.sequence());
    all.remove(document.sequence());
    Set<PartitionKey> holders = Objects.requireNonNull(partitionsById.get(document.id()));
    holders.remove(document.key());
    if (holders.isEmpty()) {
      partitionsById.remove(document.id());
    }
    if (partition.byId.isEmpty()) {
      partitions.remove(document.key());
    }
  }

  private static int size(ObjectNode body) {
    try {
      return MAPPER.writeValueAsBytes(body).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was parsed can be written", e);
    }
  }
}
