package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import java.util.ArrayList;
import java.util.List;

/** Store probes, 7.21 to 7.35: transactions. */
final class TransactionRules {

  /** At the documents of a transaction that is seen in part. */
  private static final int LOOKS = 3;

  private TransactionRules() {}

  static List<Rule> rules() {
    Declaration group =
        Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE, Capability.TRANSACTIONS);
    return List.of(
        group.must(
            "7.21",
            "A transaction that was accepted MUST have done all of its writes.",
            "Events without their head, or a head without its events, break a stream.",
            context -> whole(DocumentScript.of(context), 20)),
        group.must(
            "7.22",
            "A create-only write inside a transaction MUST be accepted where there is no document.",
            "Every event is written so.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.must(document.transact(document.upsert("first", Condition.absent())));
              require(
                  document.value().equals("first"),
                  "key %s was created in a transaction, and %s",
                  document.key(),
                  DocumentScript.state(document.get()));
            }),
        group.must(
            "7.23",
            "A create-only write of an existing key MUST refuse its transaction, and keep the"
                + " document.",
            "Redis overwrites it: an acknowledged event is gone.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.must(document.transact(document.upsert("first", Condition.absent())));
              document.mustNot(
                  document.transact(document.upsert("second", Condition.absent())),
                  "a transaction with a create-only write");
            }),
        group.must(
            "7.24",
            "A refused create-only write MUST undo the operations before it.",
            "The first events of a lost append must not stay.",
            context -> {
              DocumentScript document = created(context);
              traceless(
                  document,
                  List.of(
                      forge(document.beside("-old")),
                      forge(document.beside("-new")),
                      document.upsert("second", Condition.absent())));
            }),
        group.must(
            "7.25",
            "A refused create-only write MUST undo the operations behind it.",
            "Nor must the last.",
            context -> {
              DocumentScript document = created(context);
              traceless(
                  document,
                  List.of(
                      document.upsert("second", Condition.absent()),
                      forge(document.beside("-old")),
                      forge(document.beside("-new"))));
            }),
        group.must(
            "7.26",
            "An old etag inside a transaction MUST refuse it, and keep the document.",
            "The head decides whose append counts.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              document.mustNot(
                  document.transact(document.upsert("second", stale)),
                  "a transaction with an old etag");
            }),
        group.must(
            "7.27",
            "A refused etag MUST undo the operations before it.",
            "On Redis a refused append overwrites acknowledged events.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              traceless(
                  document,
                  List.of(
                      forge(document.beside("-old")),
                      forge(document.beside("-new")),
                      document.upsert("second", stale)));
            }),
        group.must(
            "7.28",
            "A refused etag MUST undo the operations behind it.",
            "Nor must the last events of a lost append stay.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              traceless(
                  document,
                  List.of(
                      document.upsert("second", stale),
                      forge(document.beside("-old")),
                      forge(document.beside("-new"))));
            }),
        group.must(
            "7.29",
            "The current etag inside a transaction MUST be accepted.",
            "So the head moves on.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition current = Condition.unchanged(document.create("zeroth"));
              document.must(document.transact(document.upsert("first", current)));
              require(
                  document.value().equals("first"),
                  "key %s was written by its etag in a transaction, and %s",
                  document.key(),
                  DocumentScript.state(document.get()));
            }),
        group.must(
            "7.30",
            "A delete with an old etag MUST refuse its transaction, and undo the rest.",
            "Deletes are operations like others.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              traceless(
                  document,
                  List.of(forge(document.beside("-old")), new Delete(document.key(), stale)));
              require(
                  document.value().equals("first"),
                  "a transaction with a delete with an old etag left key %s, which %s",
                  document.key(),
                  DocumentScript.state(document.get()));
            }),
        group.must(
            "7.31",
            "A document created in a transaction MUST be safe from a create-only write outside one.",
            "The same key may be tried in both ways.",
            context -> {
              DocumentScript document = created(context);
              document.mustNot(document.save("second", Condition.absent()), "a create-only write");
            }),
        group.must(
            "7.32",
            "A transaction refused for an etag MUST be told as refused, not as a store out of reach.",
            "A writer that takes a conflict for an outage tries again for ever.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              document.toldAsRefused(
                  document.transact(document.upsert("second", stale)),
                  "a transaction with an old etag");
            }),
        group
            .must(
                "7.33",
                "A transaction larger than the store takes MUST be refused whole.",
                "Cosmos DB takes 100 operations, etcd 128: the 101st must not cost the others.",
                context -> {
                  for (int operations : new int[] {101, 500}) {
                    wholeOrNothing(DocumentScript.of(context), operations);
                  }
                })
            .large(),
        group.should(
            "7.34",
            "A transaction SHOULD take 100 operations.",
            "So many a batch of 99 events and their head needs.",
            context -> whole(DocumentScript.of(context), 100)),
        group.must(
            "7.35",
            "A transaction refused for a create-only write MUST be told as refused, not as a store out"
                + " of reach.",
            "A writer that takes a conflict for an outage tries again for ever.",
            context -> {
              DocumentScript document = created(context);
              document.toldAsRefused(
                  document.transact(document.upsert("second", Condition.absent())),
                  "a transaction with a create-only write");
            }),
        group.must(
            "7.40",
            "A create-only write MUST refuse its transaction where a document was deleted and created"
                + " again, and keep it.",
            "A stream may be erased and begun anew.",
            context -> {
              DocumentScript document = created(context);
              document.must(document.transact(new Delete(document.key(), Condition.none())));
              document.must(document.transact(document.upsert("first", Condition.absent())));
              document.mustNot(
                  document.transact(document.upsert("second", Condition.absent())),
                  "a transaction with a create-only write");
            }));
  }

  private static DocumentScript created(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    document.must(document.transact(document.upsert("first", Condition.absent())));
    return document;
  }

  private static Upsert forge(DocumentScript document) {
    return document.upsert("forged", Condition.none());
  }

  private static void traceless(DocumentScript document, List<StateOperation> forgery) {
    DocumentScript old = document.beside("-old");
    old.must(old.save("acknowledged", Condition.none()));
    boolean accepted = DocumentScript.accepted(document.transact(forgery));
    String told = accepted ? "a transaction that should be refused" : "a refused transaction";
    require(
        old.value().equals("acknowledged"),
        "%s overwrote an acknowledged document: key %s %s",
        told,
        old.key(),
        DocumentScript.state(old.get()));
    StateItem created = document.beside("-new").get();
    require(!created.exists(), "%s created key %s", told, created.key());
  }

  private static void whole(DocumentScript document, int operations) {
    List<DocumentScript> documents = document.numbered(operations);
    document.must(document.transact(creates(documents)));
    for (DocumentScript one : List.of(documents.get(0), documents.get(operations - 1))) {
      require(
          one.get().exists(),
          "a transaction of %d operations was accepted, and key %s does not exist",
          operations,
          one.key());
    }
  }

  private static void wholeOrNothing(DocumentScript document, int operations) {
    List<DocumentScript> documents = document.numbered(operations);
    boolean accepted = DocumentScript.accepted(document.transact(creates(documents)));
    long there = existing(documents);
    for (int looks = 1; looks < LOOKS && there % operations != 0; looks++) {
      // It may land while its documents are looked at, one after another.
      there = existing(documents);
    }
    if (!accepted && there == operations) {
      throw new RefusedException(
          "a transaction of %d operations from key %s was refused, and carried out"
              .formatted(operations, documents.get(0).key()));
    }
    require(
        there == (accepted ? operations : 0),
        "a transaction of %d operations was %s, and %d of its documents from key %s exist",
        operations,
        accepted ? "accepted" : "refused",
        there,
        documents.get(0).key());
  }

  private static long existing(List<DocumentScript> documents) {
    return documents.stream().filter(one -> one.get().exists()).count();
  }

  private static List<Upsert> creates(List<DocumentScript> documents) {
    List<Upsert> upserts = new ArrayList<>();
    documents.forEach(one -> upserts.add(one.upsert("first", Condition.absent())));
    return upserts;
  }
}
