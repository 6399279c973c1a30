package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Store probes, 7.41 to 7.49: many documents at a time. */
final class BulkAndQueryRules {

  private static final int MORE_THAN_A_PAGE = 250;
  private static final int OVERWRITTEN_TO = 20;
  private static final Duration OVERWRITTEN_FOR = Duration.ofMillis(100);
  private static final int LARGE_DOCUMENTS = 18;
  private static final int LARGE_BYTES = 300_000;

  private BulkAndQueryRules() {}

  static List<Rule> rules() {
    Declaration bulk = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration query = bulk.with(Capability.TRANSACTIONS, Capability.QUERY);
    return List.of(
        bulk.must(
            "7.41",
            "A bulk read MUST give every key asked for, with its value and its etag.",
            "A load reads a window of keys at a time; a key left out is an event left out.",
            context -> complete(DocumentScript.of(context), 120)),
        bulk.must(
            "7.42",
            "A bulk read MUST tell keys without documents as absent, wherever they stand.",
            "Keys inside a slice have no document, and keys beyond the head.",
            BulkAndQueryRules::missingKeys),
        bulk.must(
            "7.43",
            "A bulk read MUST see what was acknowledged before it began.",
            "Some stores read in bulk from elsewhere than alone.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              for (int i = 0; i < 10; i++) {
                document.must(document.save("v" + i, Condition.none()));
                StateItem item = document.inBulk();
                require(
                    DocumentScript.text(item).equals("v" + i)
                        && Objects.equals(item.etag(), document.get().etag()),
                    "key %s was written as 'v%d', and in a bulk read it %s with etag %s",
                    document.key(),
                    i,
                    DocumentScript.state(item),
                    item.etag());
              }
            }),
        bulk.must(
                "7.44",
                "A bulk read of more than a message holds MUST give all, or fail: never a part.",
                "4 MiB is soon reached by a window of large events.",
                BulkAndQueryRules::largerThanAMessage)
            .large(),
        bulk.must(
            "7.45",
            "A bulk read of a key that cannot be read MUST fail, or tell that key as failed.",
            "Left out, or told as absent, it shortens a stream.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.create("first");
              String illegal = document.key() + "||no";
              try {
                Map<String, StateItem> items = document.bulkGet(List.of(document.key(), illegal));
                require(
                    false,
                    "a bulk read of key %s and of %s, which Dapr does not allow, gave %s",
                    document.key(),
                    illegal,
                    items.keySet());
              } catch (StateStoreException e) {
                if (e.kind() == Kind.UNAVAILABLE) {
                  throw e;
                }
              }
            }),
        query.must(
            "7.46",
            "A query MUST find all documents of a transaction at once, and no others.",
            "A stream in a shared partition is read so; one not found is an event lost.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              write(document, document.key(), 1, 12);
              write(document, document.key() + "x", 1, 3);
              found(document, document.key(), 1, 13, 12);
              found(document, document.key(), 4, 9, 5);
              found(document, document.key(), 13, 20, 0);
            }),
        query
            .must(
                "7.47",
                "A query MUST give all it finds, beyond any page of the store's.",
                "Cosmos DB's component cuts a page and loses its rest where a limit is given.",
                context -> {
                  DocumentScript document = DocumentScript.of(context);
                  for (int from = 1; from <= MORE_THAN_A_PAGE; from += 50) {
                    write(document, document.key(), from, from + 49);
                  }
                  found(document, document.key(), 1, MORE_THAN_A_PAGE + 1, MORE_THAN_A_PAGE);
                  found(document, document.key(), 100, 231, 131);
                })
            .large(),
        query.must(
            "7.48",
            "A query MUST find a document as it is now, not as it was.",
            "An index behind its documents tells old versions.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              write(document, document.key(), 1, 3);
              DocumentScript second = document.beside("|2");
              int version = 3;
              // Old versions are there to be found, from the first few on.
              long endNanos = System.nanoTime() + OVERWRITTEN_FOR.toNanos();
              while (version < OVERWRITTEN_TO || System.nanoTime() < endNanos) {
                version++;
                second.must(
                    second.transact(
                        second.upsert(
                            event(document.key(), version), Condition.unchanged(second.get()))));
                found(document, document.key(), version, version + 1, 1);
                found(document, document.key(), 1, 4, 2);
              }
            }),
        query.must(
            "7.49",
            "A query MUST work beside documents that are not JSON objects.",
            "A head, a slice or somebody's binary may lie in the same partition.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              write(document, document.key(), 1, 2);
              DocumentScript beside = document.beside("|list");
              beside.must(
                  beside.transact(
                      new Upsert(
                          beside.key(), new byte[] {'[', '1', ',', '2', ']'}, Condition.absent())));
              found(document, document.key(), 1, 3, 2);
            }));
  }

  private static void complete(DocumentScript document, int count) {
    List<DocumentScript> documents = document.numbered(count);
    for (DocumentScript one : documents) {
      one.must(one.save(one.key(), Condition.absent()));
    }
    List<String> keys = new ArrayList<>(documents.stream().map(DocumentScript::key).toList());
    Collections.reverse(keys);
    Map<String, StateItem> items = document.bulkGet(keys);
    for (String key : keys) {
      StateItem item = items.get(key);
      require(
          item != null && item.exists() && DocumentScript.text(item).equals(key),
          "a bulk read of %d keys that exist tells key %s as %s",
          count,
          key,
          item == null ? "nothing" : DocumentScript.state(item));
    }
    DocumentScript first = documents.get(0);
    StateItem item = Objects.requireNonNull(items.get(first.key()));
    require(
        Objects.equals(item.etag(), first.get().etag()),
        "a bulk read tells key %s with etag %s, and a read of it alone tells etag %s",
        first.key(),
        item.etag(),
        first.get().etag());
  }

  private static void missingKeys(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    List<DocumentScript> documents = document.numbered(9);
    for (int i = 0; i < 9; i += 3) {
      documents.get(i).create("here");
    }
    Map<String, StateItem> items =
        document.bulkGet(documents.stream().map(DocumentScript::key).toList());
    for (int i = 0; i < 9; i++) {
      String key = documents.get(i).key();
      StateItem item = items.get(key);
      require(
          item != null && item.exists() == (i % 3 == 0),
          "in a bulk read key %s, which %s, is told as %s",
          key,
          i % 3 == 0 ? "exists" : "does not exist",
          item == null ? "nothing" : DocumentScript.state(item));
    }
  }

  private static void largerThanAMessage(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    List<DocumentScript> documents = document.numbered(LARGE_DOCUMENTS);
    byte[] value = DocumentScript.bytes("x".repeat(LARGE_BYTES));
    for (DocumentScript one : documents) {
      one.must(one.save(value, Condition.absent()));
    }
    Map<String, StateItem> items;
    try {
      items = document.bulkGet(documents.stream().map(DocumentScript::key).toList());
    } catch (StateStoreException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      return;
    }
    for (DocumentScript one : documents) {
      StateItem item = items.get(one.key());
      require(
          item != null && Arrays.equals(item.value(), value),
          "a bulk read of %d documents of %d bytes gave %d bytes for key %s",
          LARGE_DOCUMENTS,
          value.length,
          item == null ? 0 : item.value().length,
          one.key());
    }
  }

  private static String event(String stream, int version) {
    return "{\"StreamName\":\"" + stream + "\",\"Version\":" + version + "}";
  }

  private static void write(DocumentScript document, String stream, int from, int to) {
    List<Upsert> upserts = new ArrayList<>();
    for (int version = from; version <= to; version++) {
      upserts.add(
          new Upsert(
              stream + "|" + version,
              DocumentScript.bytes(event(stream, version)),
              Condition.absent()));
    }
    document.must(document.transact(upserts));
  }

  private static void found(
      DocumentScript document, String stream, int from, int below, int count) {
    List<StateItem> items = document.query(byVersion(stream, from, below));
    Set<String> keys =
        items.stream().map(StateItem::key).collect(Collectors.toCollection(TreeSet::new));
    require(
        items.size() == count && keys.size() == count,
        "a query for versions %d to below %d of '%s' found %d documents, %d of them different,"
            + " instead of %d",
        from,
        below,
        stream,
        items.size(),
        keys.size(),
        count);
  }

  /** Returns a range of versions of a stream, in Dapr's query language. */
  static String byVersion(String stream, int from, int below) {
    return """
        {"filter":{"AND":[{"EQ":{"StreamName":"%s"}},{"GTE":{"Version":%d}},{"LT":{"Version":%d}}]}}
        """
        .formatted(stream, from, below);
  }
}
