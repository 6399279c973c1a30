package dev.slicebench.conformance;

import static dev.slicebench.store.SliceMode.CREATE_ONLY;
import static dev.slicebench.store.SliceMode.OFF;
import static dev.slicebench.store.SliceMode.OFF_AND_SHARED_ALL;
import static dev.slicebench.store.SliceMode.TRANSACTIONAL;
import static dev.slicebench.store.SliceMode.TWO_PHASED;

import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Delete;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import dev.slicebench.store.state.StateStoreException;
import dev.slicebench.store.state.StateStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Questions to a state store that slice modes stand on, put by raw calls, one after another. */
final class StoreProbes {

  /** What a question found. */
  sealed interface Finding {
    /** The store does what the modes need. */
    record Held() implements Finding {}

    /** It does not: what was seen. */
    record Broken(String witness) implements Finding {}

    /** It cannot be asked, since the store lacks this. */
    record Missing(String reason) implements Finding {}
  }

  /**
   * A question.
   *
   * @param neededBy the modes that stand on it
   */
  record Probe(Set<SliceMode> neededBy, Question question) {}

  interface Question {
    Finding ask(String key);
  }

  private static final Set<SliceMode> TRANSACTIONS = Set.of(OFF, TRANSACTIONAL, OFF_AND_SHARED_ALL);
  private static final Finding HELD = new Finding.Held();

  private final StateStore state;
  private final StoreProfile profile;
  private final String prefix;
  private final Map<String, String> metadata;
  private final Map<Probe, Finding> findings = new HashMap<>();
  private final List<Probe> all =
      List.of(
          new Probe(Set.of(SliceMode.values()), this::bulkReadTellsAll),
          new Probe(Set.of(TWO_PHASED, CREATE_ONLY), this::createOnlyKeepsWhatIsThere),
          new Probe(Set.of(TWO_PHASED), this::createOnlyKeepsWhatReplaced),
          new Probe(Set.of(TWO_PHASED), this::staleEtagDoesNotWrite),
          new Probe(Set.of(TWO_PHASED), this::staleEtagDoesNotDelete),
          new Probe(Set.of(TWO_PHASED), this::etagsDoNotRepeat),
          new Probe(TRANSACTIONS, this::staleEtagRefusesTransaction),
          new Probe(TRANSACTIONS, this::refusalUndoesEarlierOperations),
          new Probe(TRANSACTIONS, this::refusalUndoesLaterOperations),
          new Probe(TRANSACTIONS, this::createOnlyRefusesTransaction),
          new Probe(TRANSACTIONS, this::createOnlyRefusalUndoesOtherOperations),
          new Probe(Set.of(OFF_AND_SHARED_ALL), this::queryFindsTransactions));

  /**
   * Probes of one state store.
   *
   * @param profile what the library takes the store for
   * @param prefix begins every key that is written
   */
  StoreProbes(StateStore state, StoreProfile profile, String prefix) {
    this.state = state;
    this.profile = profile;
    this.prefix = prefix;
    this.metadata = Map.of("partitionKey", prefix);
  }

  /** What {@code mode} stands on; each question is put once, however many modes need it. */
  List<Finding> findings(SliceMode mode) {
    return all.stream().filter(probe -> probe.neededBy.contains(mode)).map(this::finding).toList();
  }

  private Finding finding(Probe probe) {
    Finding known = findings.get(probe);
    if (known == null) {
      known = ask(probe);
      findings.put(probe, known);
    }
    return known;
  }

  private Finding ask(Probe probe) {
    try {
      return probe.question.ask(prefix + "-" + all.indexOf(probe));
    } catch (StateStoreException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      return new Finding.Missing(String.valueOf(e.getMessage()));
    }
  }

  private Finding bulkReadTellsAll(String key) {
    must(save(key, "here", Condition.absent()));
    Map<String, StateItem> items =
        Objects.requireNonNull(state.bulkGet(List.of(key, key + "-no"), metadata).block());
    StateItem here = items.get(key);
    StateItem missing = items.get(key + "-no");
    return here != null && text(here).equals("here") && missing != null && !missing.exists()
        ? HELD
        : new Finding.Broken("a bulk read of a key that exists and one that does not: " + items);
  }

  private Finding createOnlyKeepsWhatIsThere(String key) {
    must(save(key, "first", Condition.absent()));
    return refusedAndKept(save(key, "second", Condition.absent()), "a create-only write", key);
  }

  private Finding createOnlyKeepsWhatReplaced(String key) {
    must(save(key, "zeroth", Condition.absent()));
    must(save(key, "first", Condition.unchanged(get(key))));
    return refusedAndKept(save(key, "second", Condition.absent()), "a create-only write", key);
  }

  private Finding staleEtagDoesNotWrite(String key) {
    Condition stale = staleEtag(key);
    return refusedAndKept(save(key, "second", stale), "a write with a stale etag", key);
  }

  private Finding staleEtagDoesNotDelete(String key) {
    Condition stale = staleEtag(key);
    return refusedAndKept(
        state.delete(new Delete(key, stale), metadata), "a delete with a stale etag", key);
  }

  private Finding etagsDoNotRepeat(String key) {
    must(save(key, "zeroth", Condition.absent()));
    StateItem deleted = get(key);
    must(state.delete(new Delete(key, Condition.unchanged(deleted)), metadata));
    must(save(key, "first", Condition.absent()));
    // Where the library knows that they repeat, it does without deletes.
    return profile.etagsRepeat() || !Objects.equals(deleted.etag(), get(key).etag())
        ? HELD
        : new Finding.Broken(
            "key "
                + key
                + " was deleted and created again, and got its old etag "
                + deleted.etag());
  }

  private Finding staleEtagRefusesTransaction(String key) {
    Condition stale = staleEtag(key);
    return refusedAndKept(
        transact(new Upsert(key, bytes("second"), stale)), "a transaction with a stale etag", key);
  }

  private Finding refusalUndoesEarlierOperations(String key) {
    Condition stale = staleEtag(key);
    return refusedWithoutTrace(
        key,
        transact(
            forge(key + "-old"), forge(key + "-new"), new Upsert(key, bytes("second"), stale)));
  }

  private Finding refusalUndoesLaterOperations(String key) {
    Condition stale = staleEtag(key);
    return refusedWithoutTrace(
        key,
        transact(
            new Upsert(key, bytes("second"), stale), forge(key + "-old"), forge(key + "-new")));
  }

  private Finding createOnlyRefusesTransaction(String key) {
    must(transact(new Upsert(key, bytes("first"), Condition.absent())));
    return refusedAndKept(
        transact(new Upsert(key, bytes("second"), Condition.absent())),
        "a transaction with a create-only write of an existing key",
        key);
  }

  private Finding createOnlyRefusalUndoesOtherOperations(String key) {
    must(transact(new Upsert(key, bytes("first"), Condition.absent())));
    return refusedWithoutTrace(
        key,
        transact(
            forge(key + "-old"),
            new Upsert(key, bytes("second"), Condition.absent()),
            forge(key + "-new")));
  }

  private Finding queryFindsTransactions(String key) {
    Map<String, String> shared =
        profile.jsonValues()
            ? Map.of("partitionKey", prefix, "contentType", "application/json")
            : metadata;
    String event = "{\"StreamName\":\"" + key + "\",\"Version\":%d}";
    must(
        state.transact(
            List.of(1, 2, 3).stream()
                .map(v -> new Upsert(key + v, bytes(event.formatted(v)), Condition.absent()))
                .toList(),
            shared));
    String query =
        """
        {"filter":{"AND":[{"EQ":{"StreamName":"%s"}},{"GTE":{"Version":2}},{"LT":{"Version":4}}]}}
        """
            .formatted(key);
    int found;
    try {
      found = Objects.requireNonNull(state.query(query, shared).block()).size();
    } catch (StateStoreException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      return new Finding.Missing("no query: " + e.getMessage());
    }
    return found == 2
        ? HELD
        : new Finding.Missing(
            "its Query API found " + found + " of 2 documents that a transaction wrote");
  }

  /** Leaves {@code first} under the key, and the etag of what was there before. */
  private Condition staleEtag(String key) {
    must(save(key, "zeroth", Condition.absent()));
    Condition stale = Condition.unchanged(get(key));
    must(save(key, "first", stale));
    return stale;
  }

  private Finding refusedAndKept(Mono<Void> write, String what, String key) {
    boolean accepted = accepted(write);
    String value = text(get(key));
    if (!value.equals("first")) {
      return new Finding.Broken(
          "%s was %s, and key %s, which held 'first', now %s"
              .formatted(
                  what,
                  accepted ? "accepted" : "refused",
                  key,
                  value.isEmpty() ? "does not exist" : "holds '" + value + "'"));
    }
    return accepted
        ? new Finding.Broken(what + " to key " + key + " was told as a success, and did nothing")
        : HELD;
  }

  private Finding refusedWithoutTrace(String key, Mono<Void> forgery) {
    must(save(key + "-old", "acknowledged", Condition.none()));
    boolean accepted = accepted(forgery);
    String old = text(get(key + "-old"));
    String created = text(get(key + "-new"));
    if (old.equals("acknowledged") && created.isEmpty()) {
      return HELD;
    }
    String told = accepted ? "a transaction that should be refused" : "a refused transaction";
    return new Finding.Broken(
        old.equals("acknowledged")
            ? "%s created key %s-new".formatted(told, key)
            : "%s overwrote an acknowledged document: key %s-old holds '%s'"
                .formatted(told, key, old));
  }

  private static Upsert forge(String key) {
    return new Upsert(key, bytes("forged"), Condition.none());
  }

  private Mono<Void> save(String key, String value, Condition condition) {
    return state.save(new Upsert(key, bytes(value), condition), metadata);
  }

  private Mono<Void> transact(StateOperation... operations) {
    return state.transact(List.of(operations), metadata);
  }

  private StateItem get(String key) {
    return Objects.requireNonNull(state.get(key, metadata).block());
  }

  private static void must(Mono<Void> write) {
    write.block();
  }

  private static boolean accepted(Mono<Void> write) {
    try {
      write.block();
      return true;
    } catch (StateStoreException e) {
      if (e.kind() != Kind.FAILED) {
        throw e;
      }
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return text.startsWith("{")
        ? text.getBytes(StandardCharsets.UTF_8)
        : ("{\"value\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(StateItem item) {
    String json = new String(item.value(), StandardCharsets.UTF_8);
    return json.isEmpty() ? "" : json.replaceAll("\\{\"value\": ?\"(.*)\"}", "$1");
  }
}
