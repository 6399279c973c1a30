package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.JsonValues;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Store probes, 7.61 to 7.68: what a value and a key come back as. */
final class ValueRules {

  private static final String UNICODE =
      "{\"v\":\"\u00fc \u4e2d \ud83d\ude00 e\u0301 \\u0000 \\\" \\\\ \u2028 <&>\"}";
  private static final String NUMBERS =
      "{\"b\":9007199254740993,\"a\" : [ 1.10, 123456789012345678901234567890e-7 ]}";
  private static final String BLANKS = "{\" a \":\"  in front, behind \",\"\":\"\", \"b\":\" \"} ";
  private static final List<String> OBJECTS = List.of(UNICODE, NUMBERS, BLANKS);

  private ValueRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration transactions = group.with(Capability.TRANSACTIONS);
    return List.of(
        group.must(
            "7.61",
            "A JSON object MUST come back as the same JSON value, its numbers as doubles at the"
                + " least.",
            "Events are JSON objects.",
            context -> {
              for (String json : OBJECTS) {
                sameJson(saved(context, json), json);
              }
            }),
        group.should(
            "7.62",
            "A JSON value SHOULD come back to the byte: order of properties, blanks, digits.",
            "Numbers beyond 2^53 lose digits otherwise.",
            context -> {
              for (String json : OBJECTS) {
                String back =
                    new String(saved(context, json).get().value(), StandardCharsets.UTF_8);
                require(back.equals(json), "'%s' came back as '%s'", json, back);
              }
            }),
        group.must(
            "7.63",
            "A JSON array MUST come back as the same JSON value.",
            "A slice is an array of events.",
            context -> {
              String array = "[" + String.join(",", OBJECTS) + ",[]]";
              sameJson(saved(context, array), array);
            }),
        transactions.must(
            "7.64",
            "A JSON object and an array written by a transaction MUST come back as the same JSON"
                + " values.",
            "Dapr's runtime writes values in transactions otherwise than alone.",
            context -> {
              for (String json : List.of(UNICODE, NUMBERS, BLANKS, "[" + UNICODE + "]")) {
                DocumentScript document = DocumentScript.of(context);
                document.must(
                    document.transact(
                        new Upsert(
                            document.key(),
                            json.getBytes(StandardCharsets.UTF_8),
                            Condition.absent())));
                sameJson(document, json);
              }
            }),
        group
            .must(
                "7.65",
                "A document of 1 MB, and one of nearly a message's 4 MiB, MUST come back whole, or be"
                    + " refused.",
                "A cut document is no JSON any more.",
                context -> {
                  wholeOrRefused(context, 1_000_000);
                  wholeOrRefused(context, 4_000_000);
                })
            .large(),
        group.must(
            "7.66",
            "A document larger than the store takes MUST be refused, and leave nothing.",
            "2 MB on Cosmos DB, 4 MiB in a message: a store must say so.",
            ValueRules::refusedWhereTooLarge),
        group.must(
            "7.67",
            "Keys that differ in case, in blanks, or in how an accent is written MUST be different"
                + " documents.",
            "Databases with a forgiving collation take them for one.",
            context -> apart(context, List.of("-a", "-A", "-a ", "-\u00e9", "-e\u0301"))),
        group.must(
            "7.68",
            "Keys that begin alike MUST be different documents.",
            "a|1 and a|11 are two versions.",
            context -> apart(context, List.of("", "|1", "|11", "|head", "|1|1", "|from-1"))));
  }

  private static DocumentScript saved(RuleContext context, String json) {
    DocumentScript document = DocumentScript.of(context);
    document.must(document.save(json.getBytes(StandardCharsets.UTF_8), Condition.absent()));
    return document;
  }

  private static void sameJson(DocumentScript document, String json) {
    StateItem item = document.get();
    require(
        item.exists() && JsonValues.same(item.value(), json.getBytes(StandardCharsets.UTF_8)),
        "key %s was written as %s, and holds %s",
        document.key(),
        json,
        new String(item.value(), StandardCharsets.UTF_8));
  }

  /** No mode writes as large a document: the library refuses what is larger than a message. */
  private static void refusedWhereTooLarge(RuleContext context) {
    try {
      wholeOrRefused(context, 6_000_000);
    } catch (StateStoreException e) {
      // A store may take more than one message of this client holds. That tells nothing against it.
      if (e.kind() != Kind.TOO_LARGE) {
        throw e;
      }
    }
  }

  private static void wholeOrRefused(RuleContext context, int valueBytes) {
    DocumentScript document = DocumentScript.of(context);
    byte[] value = DocumentScript.bytes("x".repeat(valueBytes));
    boolean accepted = DocumentScript.accepted(document.save(value, Condition.absent()));
    StateItem item = document.get();
    if (!accepted && Arrays.equals(item.value(), value)) {
      throw new RefusedException(
          "a document of %d bytes was refused, and key %s holds it"
              .formatted(value.length, document.key()));
    }
    require(
        accepted ? Arrays.equals(item.value(), value) : !item.exists(),
        "a document of %d bytes was %s, and key %s holds %d bytes",
        value.length,
        accepted ? "accepted" : "refused",
        document.key(),
        item.value().length);
  }

  private static void apart(RuleContext context, List<String> endings) {
    DocumentScript document = DocumentScript.of(context);
    for (int i = 0; i < endings.size(); i++) {
      document.beside(endings.get(i)).create("document " + i);
    }
    for (int i = 0; i < endings.size(); i++) {
      DocumentScript one = document.beside(endings.get(i));
      require(
          one.value().equals("document " + i),
          "key '%s' was created as 'document %d', and %s",
          one.key(),
          i,
          DocumentScript.state(one.get()));
    }
  }
}
