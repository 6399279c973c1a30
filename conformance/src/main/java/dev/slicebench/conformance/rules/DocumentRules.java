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
import dev.slicebench.store.state.StateOperation.Condition.Unchanged;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Store probes, 7.1 to 7.20: one document at a time. */
final class DocumentRules {

  private DocumentRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    return List.of(
        group.must(
            "7.1",
            "A document that was written MUST be read as written at once, with an etag.",
            "The head is read right after another writer moved it.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              for (String value : List.of("first", "second")) {
                document.must(document.save(value, Condition.none()));
                require(
                    document.value().equals(value) && document.get().exists(),
                    "key %s was written as '%s', and %s",
                    document.key(),
                    value,
                    DocumentScript.state(document.get()));
              }
            }),
        group.must(
            "7.2",
            "A document that was written MUST be read as written at once by another client.",
            "A service has replicas.",
            context -> {
              DocumentScript one = DocumentScript.of(context);
              DocumentScript other = one.by(context.subject().state());
              for (int i = 0; i < 20; i++) {
                // Twice in a row: else a client that remembers would never be behind.
                DocumentScript writer = i / 2 % 2 == 0 ? one : other;
                DocumentScript reader = i / 2 % 2 == 0 ? other : one;
                writer.must(writer.save("v" + i, Condition.none()));
                require(
                    reader.value().equals("v" + i),
                    "key %s was written as 'v%d', and for another client it %s",
                    one.key(),
                    i,
                    DocumentScript.state(reader.get()));
              }
            }),
        group.must(
            "7.3",
            "A key without a document MUST be read as absent, not as a failure.",
            "Every first append reads such keys.",
            context -> {
              StateItem item = DocumentScript.of(context).get();
              require(!item.exists(), "key %s was never written, and %s", item.key(), "exists");
            }),
        group.must(
            "7.4",
            "A create-only write MUST be accepted where there is no document.",
            "Every event is written so.",
            context -> DocumentScript.of(context).create("first")),
        group.must(
            "7.5",
            "A create-only write MUST be refused where a document was created so, and keep it.",
            "Two appends to one version: the second must not replace the first.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.create("first");
              document.mustNot(document.save("second", Condition.absent()), "a create-only write");
            }),
        group.must(
            "7.6",
            "A create-only write MUST be refused where a document was replaced by its etag, and keep"
                + " it.",
            "A replaced slice, or head, is as much a document as a new one.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.stale();
              document.mustNot(document.save("second", Condition.absent()), "a create-only write");
            }),
        group.must(
            "7.7",
            "A create-only write MUST be refused where a document was written without a condition,"
                + " and keep it.",
            "Redis forgets to: only what was itself created so is protected.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.must(document.save("first", Condition.none()));
              document.mustNot(document.save("second", Condition.absent()), "a create-only write");
            }),
        group.must(
            "7.8",
            "A write with the current etag MUST be accepted.",
            "So the head moves on.",
            context -> DocumentScript.of(context).stale()),
        group.must(
            "7.9",
            "A write with an old etag MUST be refused, and keep the document.",
            "A writer that read an old head must not move the new one.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              document.mustNot(document.save("second", stale), "a write with an old etag");
            }),
        group.must(
            "7.10",
            "A delete with an old etag MUST be refused, and keep the document.",
            "Whoever tidies up after a lost race must not delete the winner's.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              document.mustNot(document.delete(stale), "a delete with an old etag");
            }),
        group.must(
            "7.11",
            "A delete with the current etag MUST be accepted, and be seen at once.",
            "A loser's slice left in the way blocks the next writer.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              delete(document, Condition.unchanged(document.create("first")));
            }),
        group.should(
            "7.12",
            "A write with an etag SHOULD be refused where there is no document.",
            "Redis and MongoDB create it: a delete between read and write goes unnoticed.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition gone = Condition.unchanged(document.create("first"));
              document.must(document.delete(gone));
              boolean accepted = DocumentScript.accepted(document.save("second", gone));
              require(
                  !accepted && !document.get().exists(),
                  "key %s was deleted, then a write with its old etag was %s, and it %s",
                  document.key(),
                  accepted ? "accepted" : "refused",
                  DocumentScript.state(document.get()));
            }),
        group.must(
            "7.13",
            "The etag MUST change at each write, also of an equal value.",
            "An etag that stays hides a write that came between.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Set<String> etags = new HashSet<>();
              for (int i = 0; i < 20; i++) {
                document.must(document.save("same", Condition.unchanged(document.get())));
                String etag = document.get().etag();
                require(
                    etag != null && etags.add(etag),
                    "key %s has etag %s after write %d, which it had before",
                    document.key(),
                    etag,
                    i + 1);
              }
            }),
        group.should(
            "7.14",
            "A document that is deleted and created again SHOULD NOT get an etag it had before.",
            "Redis counts from 1 again: whoever holds the old etag takes the new document for the"
                + " old one.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              StateItem deleted = document.create("zeroth");
              document.must(document.delete(Condition.unchanged(deleted)));
              StateItem created = document.create("first");
              require(
                  !Objects.equals(deleted.etag(), created.etag()),
                  "key %s was deleted and created again, and got its old etag %s",
                  document.key(),
                  deleted.etag());
            }),
        group.must(
            "7.15",
            "A create-only write MUST be accepted where a document was deleted.",
            "A version whose slice was tidied away is free again.",
            context -> reborn(context)),
        group.must(
            "7.16",
            "A write without a condition MUST be accepted, and a delete too, whatever is there.",
            "Hints and tidying up need no condition.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.must(document.delete(Condition.none()));
              overwrite(document);
              DocumentScript created = DocumentScript.of(context);
              created.create("first");
              overwrite(created);
              DocumentScript replaced = DocumentScript.of(context);
              replaced.stale();
              overwrite(replaced);
              DocumentScript unwanted = DocumentScript.of(context);
              unwanted.create("first");
              delete(unwanted, Condition.none());
            }),
        group.must(
            "7.17",
            "A write or a delete refused for its etag MUST be told as refused, not as a store out of"
                + " reach.",
            "A writer that takes a conflict for an outage tries again for ever.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              Condition stale = document.stale();
              document.toldAsRefused(document.save("second", stale), "a write with an old etag");
              document.toldAsRefused(document.delete(stale), "a delete with an old etag");
            }),
        group.must(
            "7.18",
            "An etag that the store never gave MUST NOT be taken for the current one.",
            "Some stores compare only what they can parse.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.create("first");
              document.mustNot(
                  document.save("second", new Unchanged("2147483647")),
                  "a write with a made-up etag");
            }),
        group.must(
            "7.19",
            "A refused create-only write MUST be told as refused, not as a store out of reach.",
            "A writer that takes a conflict for an outage tries again for ever.",
            context -> {
              DocumentScript document = DocumentScript.of(context);
              document.create("first");
              document.toldAsRefused(
                  document.save("second", Condition.absent()), "a create-only write");
            }),
        group.must(
            "7.20",
            "A create-only write MUST be refused where a document was deleted and created again, and"
                + " keep it.",
            "A slice may stand where a lost one was tidied away.",
            context -> {
              DocumentScript document = reborn(context);
              document.mustNot(document.save("second", Condition.absent()), "a create-only write");
            }));
  }

  /** Writes a document without a condition, twice, and deletes it so. */
  private static void overwrite(DocumentScript document) {
    for (String value : List.of("second", "third")) {
      document.must(document.save(value, Condition.none()));
      require(
          document.value().equals(value),
          "key %s was written as '%s' without a condition, and %s",
          document.key(),
          value,
          DocumentScript.state(document.get()));
    }
    delete(document, Condition.none());
  }

  /** Deletes a document, and looks whether it is gone. */
  private static void delete(DocumentScript document, Condition condition) {
    document.must(document.delete(condition));
    require(
        !document.get().exists(),
        "key %s was deleted, and %s",
        document.key(),
        DocumentScript.state(document.get()));
  }

  /** Returns a document that was created, deleted and created again. */
  private static DocumentScript reborn(RuleContext context) {
    DocumentScript document = DocumentScript.of(context);
    document.must(document.delete(Condition.unchanged(document.create("zeroth"))));
    document.create("first");
    return document;
  }
}
