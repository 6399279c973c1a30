package dev.slicebench.conformance.planted;

import dev.slicebench.conformance.planted.Fault.Effect;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The faults that are planted, each by itself. Nothing but the tests may know of them. */
final class Faults {

  private static final int LARGE = 64 << 10;
  private static final Pattern FIRST_PROPERTY =
      Pattern.compile("^\\{(\"\\w+\" *: *(?:\"[^\"\\\\]*\"|[-+.\\w]+)),( *\".+)}$", Pattern.DOTALL);

  private Faults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("first-write-always", "create-only is ignored", Effect.IGNORES_CREATE_ONLY),
        new Fault(
                "first-write-ops-8",
                "create-only is ignored in transactions of more than 8 operations",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isOfMoreThan(8)),
        new Fault(
                "first-write-ops-40",
                "create-only is ignored in transactions of more than 40 operations",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isOfMoreThan(40)),
        new Fault(
                "first-write-position",
                "create-only is ignored beyond the third operation of a transaction",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isMany() && m.position() > 2),
        new Fault(
                "first-write-age",
                "create-only forgets documents older than 3 s",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isOlderThan(3_000)),
        new Fault(
                "first-write-young",
                "create-only does not yet know documents younger than 5 ms",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isYoungerThan(5)),
        new Fault(
                "first-write-documents-1000",
                "create-only is ignored among more than 1,000 documents",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.documents() > 1_000),
        new Fault(
                "first-write-documents-2000",
                "create-only is ignored among more than 2,000 documents",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.documents() > 2_000),
        new Fault(
                "first-write-large",
                "create-only is ignored where the document has more than 64 KiB",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.isLargerThan(LARGE)),
        new Fault(
                "first-write-long-key",
                "create-only is ignored for keys of more than 200 characters",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.key().length() > 200),
        new Fault(
                "first-write-plain",
                "create-only is ignored where the document was written without a condition",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.document().filter(d -> d.isPlain()).isPresent()),
        new Fault(
                "first-write-versions",
                "create-only is ignored where the document was written more than 10 times",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.hasMoreVersionsThan(10)),
        new Fault(
                "first-write-reborn",
                "create-only is ignored where a document was deleted and created again",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.wasDeleted()),
        new Fault(
                "first-write-restart",
                "create-only forgets documents written before daprd started again",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.document().isPresent() && m.ageMillis() > m.restartMillis()),
        new Fault(
                "first-write-busy",
                "create-only is ignored while more than 6 calls are under way",
                Effect.IGNORES_CREATE_ONLY)
            .when(m -> m.calls() > 6),
        new Fault(
                "first-write-200", "create-only is ignored once in 200", Effect.IGNORES_CREATE_ONLY)
            .oneIn(200),
        new Fault(
                "first-write-apart",
                "single create-only writes are checked 2 ms before they are written",
                Effect.CHECKS_APART)
            .when(m -> !m.isMany())
            .millis(2),
        new Fault(
                "first-write-apart-200",
                "single create-only writes are checked 2 ms before they are written, once in 200",
                Effect.CHECKS_APART)
            .when(m -> !m.isMany())
            .oneIn(200)
            .millis(2),
        new Fault(
                "transaction-apart-200",
                "transactions are checked 2 ms before they are written, once in 200",
                Effect.CHECKS_APART)
            .when(Moment::isMany)
            .oneIn(200)
            .millis(2),
        new Fault(
                "create-refused-reborn",
                "create-only is refused where a document was deleted",
                Effect.REFUSES)
            .when(m -> m.isConditional() && m.wasDeleted()),
        new Fault(
                "plain-refused-created",
                "a write without a condition, but no delete, is refused where a document was written"
                    + " with one",
                Effect.REFUSES)
            .when(
                m ->
                    !m.isConditional()
                        && !m.isDelete()
                        && m.document().filter(d -> !d.isPlain()).isPresent()),
        new Fault("etag-always", "etags are ignored", Effect.IGNORES_ETAG),
        new Fault(
                "etag-ops-10",
                "etags are ignored in transactions of more than 10 operations",
                Effect.IGNORES_ETAG)
            .when(m -> m.isOfMoreThan(10)),
        new Fault(
                "etag-position",
                "etags are ignored beyond the first operation of a transaction",
                Effect.IGNORES_ETAG)
            .when(m -> m.isMany() && m.position() > 0),
        new Fault("etag-prefix", "an etag passes by its prefix", Effect.IGNORES_ETAG)
            .when(m -> m.document().filter(d -> d.etag().startsWith(m.etag())).isPresent()),
        new Fault(
                "etag-grace",
                "the etag before passes until 20 ms after it was replaced",
                Effect.IGNORES_ETAG)
            .when(
                m ->
                    m.isYoungerThan(20)
                        && m.document().filter(d -> d.etagBefore().equals(m.etag())).isPresent()),
        new Fault("etag-delete", "deletes ignore etags", Effect.IGNORES_ETAG)
            .when(Moment::isDelete),
        new Fault("etag-absent", "an etag passes where there is no document", Effect.IGNORES_ETAG)
            .when(m -> m.document().isEmpty()),
        new Fault("etag-age", "etags of documents older than 3 s are ignored", Effect.IGNORES_ETAG)
            .when(m -> m.isOlderThan(3_000)),
        new Fault(
                "etag-large",
                "etags of documents with more than 64 KiB are ignored",
                Effect.IGNORES_ETAG)
            .when(m -> m.isLargerThan(LARGE)),
        new Fault(
                "etag-long-key",
                "etags are ignored for keys of more than 200 characters",
                Effect.IGNORES_ETAG)
            .when(m -> m.key().length() > 200),
        new Fault(
                "etag-versions",
                "etags are ignored where the document was written more than 50 times",
                Effect.IGNORES_ETAG)
            .when(m -> m.hasMoreVersionsThan(50)),
        new Fault(
                "etag-documents-1000",
                "etags are ignored among more than 1,000 documents",
                Effect.IGNORES_ETAG)
            .when(m -> m.documents() > 1_000),
        new Fault("etag-200", "etags are ignored once in 200", Effect.IGNORES_ETAG).oneIn(200),
        new Fault(
                "etag-apart",
                "single writes with an etag are checked 2 ms before they are written",
                Effect.CHECKS_APART)
            .when(m -> !m.isMany() && !m.etag().isEmpty())
            .millis(2),
        new Fault(
            "etag-count", "etags count a key's writes, anew after a delete", Effect.CHANGES_ETAG),
        new Fault("etag-short", "etags have one digit of eight", Effect.CHANGES_ETAG)
            .change(count -> String.valueOf(Integer.parseInt(count) % 8)),
        new Fault(
            "etag-kept", "a write of an equal value does not change the etag", Effect.KEEPS_ETAG),
        new Fault(
            "rollback-before",
            "a refused transaction keeps what stands before the refused operation",
            Effect.KEEPS_BEFORE),
        new Fault(
                "rollback-before-ops-8",
                "a refused transaction of more than 8 operations keeps what stands before the"
                    + " refused one",
                Effect.KEEPS_BEFORE)
            .when(m -> m.isOfMoreThan(8)),
        new Fault(
                "rollback-before-200",
                "a refused transaction keeps what stands before the refused operation, once in 200",
                Effect.KEEPS_BEFORE)
            .oneIn(200),
        new Fault(
                "rollback-behind-ops-8",
                "a refused transaction of more than 8 operations keeps what stands behind the"
                    + " refused one",
                Effect.KEEPS_BEHIND)
            .when(m -> m.isOfMoreThan(8)),
        new Fault(
                "refused-later",
                "a refused transaction is carried out 30 ms later where its conditions then hold",
                Effect.CARRIES_OUT_LATER)
            .millis(30),
        new Fault(
                "refused-as-done",
                "a refused write is told as done, once in 100",
                Effect.TELLS_REFUSED_AS_DONE)
            .oneIn(100),
        new Fault(
                "done-as-refused",
                "a write that was carried out is told as refused, once in 100",
                Effect.TELLS_DONE_AS_REFUSED)
            .oneIn(100)
            .excused(
                "Dapr tells a refusal and a failure alike, and what failed may have been done"),
        new Fault(
                "torn-50",
                "of a transaction the first half alone is carried out, once in 50",
                Effect.TEARS)
            .oneIn(50),
        new Fault(
                "torn-ops-60",
                "of a transaction of more than 60 operations the first half alone is carried out",
                Effect.TEARS)
            .when(m -> m.isOfMoreThan(60)),
        new Fault("lost-200", "an acknowledged write is lost, once in 200", Effect.LOSES)
            .oneIn(200),
        new Fault(
                "lost-versions",
                "an acknowledged write is lost where the document was written more than 100 times",
                Effect.LOSES)
            .when(m -> m.hasMoreVersionsThan(100)),
        new Fault(
                "written-again",
                "an accepted write is carried out again 50 ms later, over whatever is there",
                Effect.WRITES_AGAIN)
            .millis(50),
        new Fault(
                "shown-in-part",
                "a transaction is shown operation by operation, 1 ms apart",
                Effect.SHOWS_IN_PART)
            .millis(1),
        new Fault("delete-kept", "deletes with an etag do nothing", Effect.KEEPS_DELETED)
            .when(m -> !m.etag().isEmpty()),
        new Fault("delete-kept-200", "deletes do nothing, once in 200", Effect.KEEPS_DELETED)
            .oneIn(200),
        new Fault("delete-back", "a deleted document comes back after 200 ms", Effect.BRINGS_BACK)
            .millis(200),
        new Fault(
                "delete-bulk-20ms",
                "a bulk get sees a deleted document for 20 ms",
                Effect.READS_OLD)
            .when(m -> m.isMany() && m.document().isEmpty())
            .millis(20),
        new Fault(
                "read-old-50ms-500",
                "a read shows what there was 50 ms ago, once in 500",
                Effect.READS_OLD)
            .oneIn(500)
            .millis(50),
        new Fault(
                "read-old-50ms-50",
                "a read shows what there was 50 ms ago, once in 50",
                Effect.READS_OLD)
            .oneIn(50)
            .millis(50),
        new Fault("read-old-bulk-5ms", "a bulk get shows what there was 5 ms ago", Effect.READS_OLD)
            .when(Moment::isMany)
            .millis(5),
        new Fault("vanish-10s", "documents vanish 10 s after they were written", Effect.DROPS)
            .when(m -> m.isOlderThan(10_000)),
        new Fault(
                "vanish-documents-1000",
                "of more than 1,000 documents the oldest is dropped",
                Effect.DROPS_OLDEST)
            .when(m -> m.documents() > 1_000),
        new Fault(
                "vanish-documents-2000",
                "of more than 2,000 documents the oldest is dropped",
                Effect.DROPS_OLDEST)
            .when(m -> m.documents() > 2_000),
        new Fault(
                "bulk-120",
                "a bulk get of more than 120 keys shows the last as absent",
                Effect.READS_NOTHING)
            .when(m -> m.isOfMoreThan(120) && m.position() == m.count() - 1),
        new Fault(
                "bulk-2000",
                "a bulk get shows a document as absent, once in 2,000",
                Effect.READS_NOTHING)
            .when(Moment::isMany)
            .oneIn(2_000),
        new Fault("query-old-20ms", "a query finds what there was 20 ms ago", Effect.READS_OLD)
            .when(Moment::isQuery)
            .millis(20),
        new Fault(
                "query-100",
                "a query that finds more than 100 documents leaves out the last",
                Effect.READS_NOTHING)
            .when(m -> m.isQuery() && m.count() > 100 && m.position() == m.count() - 1),
        new Fault(
                "query-2000", "a query leaves out a document, once in 2,000", Effect.READS_NOTHING)
            .when(Moment::isQuery)
            .oneIn(2_000),
        new Fault(
            "query-order",
            "a query gives what it finds in the order in which it was written",
            Effect.IGNORES_ORDER),
        new Fault(
                "bulk-neighbour",
                "a bulk get of more than 30 keys shows the last but one for the last",
                Effect.READS_NEIGHBOUR)
            .when(m -> m.isOfMoreThan(30) && m.position() == m.count() - 1),
        new Fault(
                "restart-50ms",
                "the last 50 ms of writes before daprd ended are lost",
                Effect.LOSES_AT_RESTART)
            .millis(50),
        new Fault(
                "value-number", "of 16 digits and more the last is told as 0", Effect.CHANGES_VALUE)
            .change(text -> text.replaceAll("(\\d{15,})\\d", "$10")),
        new Fault(
                "value-order", "an object's first property becomes its last", Effect.CHANGES_VALUE)
            .change(text -> FIRST_PROPERTY.matcher(text).replaceFirst("{$2,$1}")),
        new Fault("value-blank", "blanks at a value's end are cut off", Effect.CHANGES_VALUE)
            .change(String::stripTrailing),
        new Fault("value-text-blank", "blanks at a text's end are cut off", Effect.CHANGES_VALUE)
            .change(text -> text.replaceAll(" +\"", "\"")),
        new Fault("value-large", "a value is cut at 2 MiB", Effect.CHANGES_VALUE)
            .change(text -> text.substring(0, Math.min(text.length(), 2 << 20))),
        new Fault("key-case", "keys that differ in case are one", Effect.CHANGES_KEY)
            .change(key -> key.toLowerCase(Locale.ROOT)),
        new Fault(
                "key-blank", "keys that differ in blanks at their end are one", Effect.CHANGES_KEY)
            .change(String::stripTrailing),
        new Fault("key-100", "keys are cut at 100 characters", Effect.CHANGES_KEY)
            .change(cutAt(100)),
        new Fault("key-250", "keys are cut at 250 characters", Effect.CHANGES_KEY)
            .change(cutAt(250)),
        new Fault("key-hash", "keys with one hash of 65,536 are one", Effect.CHANGES_KEY)
            .change(key -> String.valueOf(key.hashCode() & 0xffff)));
  }

  private static UnaryOperator<String> cutAt(int length) {
    return key -> key.substring(0, Math.min(key.length(), length));
  }
}
