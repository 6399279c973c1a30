package dev.slicebench.conformance.rules;

import static dev.slicebench.conformance.rules.check.BrokenRuleException.require;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.rules.check.BrokenRuleException;
import dev.slicebench.conformance.rules.check.Concurrently;
import dev.slicebench.conformance.rules.check.Declaration;
import dev.slicebench.conformance.rules.check.DocumentScript;
import dev.slicebench.conformance.rules.check.RefusedException;
import dev.slicebench.conformance.rules.check.Rule;
import dev.slicebench.conformance.rules.check.RuleContext;
import dev.slicebench.conformance.rules.check.RuleVerdict;
import dev.slicebench.evidence.verification.RuleGroup;
import dev.slicebench.store.state.StateItem;
import dev.slicebench.store.state.StateOperation.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Store probes, 7.51 to 7.56: clients at the same documents. */
final class StoreRaceRules {

  private static final int WRITERS = 8;
  private static final int KEYS = 12;
  private static final int INCREMENTS = 8;
  private static final int GENERATIONS = 40;

  /** Of an increment's tries; eight writers at a time refuse each other seven times, and more. */
  private static final int MAX_IN_VAIN = 40;

  private StoreRaceRules() {}

  static List<Rule> rules() {
    Declaration group = Declaration.of(RuleGroup.STORE_PROBES, Capability.STATE_STORE);
    Declaration transactions = group.with(Capability.TRANSACTIONS);
    return List.of(
        group.stochastic(
            "7.51",
            "Of several create-only writes of a key at once, exactly one MUST be accepted, and its"
                + " value kept.",
            "This alone decides between appends in CREATE_ONLY.",
            StoreRaceRules::createOnly),
        group.stochastic(
            "7.52",
            "Of several writes with the same etag at once, exactly one MUST be accepted, and its"
                + " value kept.",
            "This decides who moves the head.",
            StoreRaceRules::sameEtag),
        group.stochastic(
            "7.53",
            "Clients that read, increment and write by etag MUST lose no increment.",
            "The longer form of the same: etcd checks apart from its write, and loses some.",
            StoreRaceRules::increments),
        transactions.stochastic(
            "7.54",
            "Of several transactions at once that create the same key, exactly one MUST be accepted,"
                + " and every other leave nothing.",
            "This decides between appends in OFF and TRANSACTIONAL.",
            StoreRaceRules::transactionsAtOnce),
        transactions.stochastic(
            "7.55",
            "Whoever has read one document of a transaction MUST then read the others as the"
                + " transaction left them, or newer.",
            "Readers take the head first, then the events it promises.",
            StoreRaceRules::headThenEvents),
        transactions
            .with()
            .stochastic(
                "7.56",
                "Refused transactions at once MUST leave the winners' documents as they wrote them.",
                "Losers write beside winners all the time.",
                StoreRaceRules::losersLeaveWinners));
  }

  private static RuleVerdict createOnly(RuleContext context) throws Exception {
    int refused = 0;
    for (int i = 0; i < KEYS * context.scale(); i++) {
      DocumentScript document = DocumentScript.of(context);
      refused +=
          oneWinner(
              document,
              context,
              (mine, writer) -> mine.save("writer " + writer, Condition.absent()),
              "create-only writes");
    }
    return contended(refused, "create-only writes");
  }

  private static RuleVerdict sameEtag(RuleContext context) throws Exception {
    int refused = 0;
    for (int i = 0; i < KEYS * context.scale(); i++) {
      DocumentScript document = DocumentScript.of(context);
      Condition etag = Condition.unchanged(document.create("first"));
      refused +=
          oneWinner(
              document,
              context,
              (mine, writer) -> mine.save("writer " + writer, etag),
              "writes with the same etag");
    }
    return contended(refused, "writes with the same etag");
  }

  private static RuleVerdict transactionsAtOnce(RuleContext context) throws Exception {
    int refused = 0;
    for (int i = 0; i < KEYS * context.scale(); i++) {
      DocumentScript document = DocumentScript.of(context);
      refused +=
          oneWinner(
              document,
              context,
              (mine, writer) ->
                  mine.transact(
                      mine.beside("-by-" + writer).upsert("mine", Condition.absent()),
                      mine.upsert("writer " + writer, Condition.absent())),
              "transactions that create it");
      String winner = document.value().replace("writer ", "");
      if (winner.isEmpty()) {
        continue;
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        StateItem own = document.beside("-by-" + writer).get();
        require(
            own.exists() == winner.equals(String.valueOf(writer)),
            "key %s was created by writer %s in a transaction, and key %s, which writer %d wrote in"
                + " its own, %s",
            document.key(),
            winner,
            own.key(),
            writer,
            DocumentScript.state(own));
      }
    }
    return contended(refused, "transactions");
  }

  /** A write of one of the writers. */
  @FunctionalInterface
  private interface Write {
    DocumentScript.Write of(DocumentScript document, int writer);
  }

  /** Lets all write at once; returns how many were refused. */
  private static int oneWinner(
      DocumentScript document, RuleContext context, Write write, String what) throws Exception {
    Queue<Integer> winners = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    List<DocumentScript> clients = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      clients.add(document.by(context.subject().state()));
    }
    Concurrently.run(
        WRITERS,
        writer -> {
          switch (write.of(clients.get(writer), writer).told()) {
            case ACCEPTED -> winners.add(writer);
            case REFUSED -> refused.incrementAndGet();
            case NOTHING -> {}
          }
        });
    if (winners.size() > 1) {
      throw BrokenRuleException.inAnyCase(
          "of %d %s of key %s at once, %d were accepted: those of writers %s"
              .formatted(WRITERS, what, document.key(), winners.size(), winners));
    }
    if (winners.isEmpty()) {
      if (refused.get() == WRITERS) {
        throw new RefusedException(
            "of %d %s of key %s at once, none was accepted"
                .formatted(WRITERS, what, document.key()));
      }
      return refused.get();
    }
    if (!document.value().equals("writer " + winners.peek())) {
      throw BrokenRuleException.inAnyCase(
          "of %d %s of key %s at once, writer %s's was accepted, and it %s"
              .formatted(
                  WRITERS,
                  what,
                  document.key(),
                  winners.peek(),
                  DocumentScript.state(document.get())));
    }
    return refused.get();
  }

  private static RuleVerdict increments(RuleContext context) throws Exception {
    DocumentScript document = DocumentScript.of(context);
    document.create("0");
    int each = INCREMENTS * context.scale();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger unanswered = new AtomicInteger();
    List<DocumentScript> clients = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      clients.add(document.by(context.subject().state()));
    }
    Concurrently.run(
        WRITERS,
        writer -> {
          DocumentScript mine = clients.get(writer);
          for (int done = 0; done < each; ) {
            StateItem read = mine.get();
            int next = Integer.parseInt(DocumentScript.text(read)) + 1;
            switch (mine.save("" + next, Condition.unchanged(read)).told()) {
              case ACCEPTED -> done++;
              case REFUSED -> refused.incrementAndGet();
              // Carried out or not: one more or less than is counted here.
              case NOTHING -> unanswered.incrementAndGet();
            }
            if (refused.get() + unanswered.get() > MAX_IN_VAIN * WRITERS * each) {
              throw new RefusedException(
                  "%d writes of key %s with the etag just read were refused, and the writers did not"
                          .formatted(refused.get() + unanswered.get(), document.key())
                      + " get on");
            }
          }
        });
    // A refusal may be a failure whose write was carried out: more than counted is no loss.
    if (Integer.parseInt(document.value()) < WRITERS * each) {
      throw BrokenRuleException.inAnyCase(
          "key %s was incremented %d times by its etag, each time acknowledged, and %s"
              .formatted(document.key(), WRITERS * each, DocumentScript.state(document.get())));
    }
    return contended(refused.get(), "increments");
  }

  private static RuleVerdict headThenEvents(RuleContext context) throws Exception {
    DocumentScript head = DocumentScript.of(context);
    DocumentScript event = head.beside("-event");
    head.must(
        head.transact(event.upsert("0", Condition.absent()), head.upsert("0", Condition.absent())));
    int generations = GENERATIONS * context.scale();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLongArray reads = new AtomicLongArray(2);
    Concurrently.run(
        3,
        thread -> {
          if (thread == 0) {
            try {
              for (int i = 1; i <= generations; i++) {
                head.must(
                    head.transact(
                        event.upsert("" + i, Condition.none()),
                        head.upsert("" + i, Condition.none())));
              }
            } finally {
              over.set(true);
            }
            return;
          }
          DocumentScript first = thread == 1 ? head : event;
          DocumentScript second = thread == 1 ? event : head;
          while (!over.get()) {
            int seen = Integer.parseInt(first.value());
            int then = Integer.parseInt(second.value());
            require(
                then >= seen,
                "key %s was read as of transaction %d, and then key %s as of transaction %d",
                first.key(),
                seen,
                second.key(),
                then);
            reads.incrementAndGet(thread - 1);
          }
        });
    return reads.get(0) + reads.get(1) < 10
        ? RuleVerdict.inconclusive("too few reads beside the transactions")
        : RuleVerdict.pass(
            "%d transactions, %d reads beside them"
                .formatted(generations, reads.get(0) + reads.get(1)));
  }

  private static RuleVerdict losersLeaveWinners(RuleContext context) throws Exception {
    DocumentScript head = DocumentScript.of(context);
    head.create("0");
    int rounds = KEYS * context.scale();
    AtomicInteger refused = new AtomicInteger();
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    List<DocumentScript> clients = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      clients.add(head.by(context.subject().state()));
    }
    Concurrently.run(
        WRITERS,
        writer -> {
          DocumentScript mine = clients.get(writer);
          for (int i = 0; i < rounds; i++) {
            StateItem read = mine.get();
            int next = Integer.parseInt(DocumentScript.text(read)) + 1;
            String value = "writer " + writer + " round " + i;
            DocumentScript event = mine.beside("|" + next);
            DocumentScript.Told told =
                mine.transact(
                        event.upsert(value, Condition.absent()),
                        mine.upsert("" + next, Condition.unchanged(read)))
                    .told();
            if (told == DocumentScript.Told.ACCEPTED) {
              String other = acknowledged.put(event.key(), value);
              if (other != null) {
                throw BrokenRuleException.inAnyCase(
                    ("of two transactions with the same etag of key %s that create key %s, both were"
                            + " accepted: '%s' and '%s'")
                        .formatted(head.key(), event.key(), other, value));
              }
            } else {
              refused.incrementAndGet();
            }
          }
        });
    int last = Integer.parseInt(head.value());
    if (acknowledged.size() > last) {
      throw BrokenRuleException.inAnyCase(
          "%d transactions with the etag of key %s were acknowledged, each counting it up, and it %s"
              .formatted(acknowledged.size(), head.key(), DocumentScript.state(head.get())));
    }
    for (int i = 1; i <= last + 3; i++) {
      DocumentScript event = head.beside("|" + i);
      String right = acknowledged.get(event.key());
      String found = event.value();
      if (right != null && !found.equals(right)) {
        throw BrokenRuleException.inAnyCase(
            "key %s was acknowledged as '%s', and %s"
                .formatted(event.key(), right, DocumentScript.state(event.get())));
      }
      // A refusal may be a failure whose transaction was carried out: then with its head.
      require(
          right != null || found.isEmpty() == (i > last),
          "key %s, of transaction %d, was acknowledged to nobody, and %s, while key %s is at %d",
          event.key(),
          i,
          DocumentScript.state(event.get()),
          head.key(),
          last);
    }
    return contended(refused.get(), "transactions");
  }

  private static RuleVerdict contended(int refused, String what) {
    return refused == 0
        ? RuleVerdict.inconclusive("no two " + what + " met")
        : RuleVerdict.pass("%d %s were refused".formatted(refused, what));
  }
}
