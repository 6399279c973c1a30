package dev.slicebench.store.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.interleaving.Anomaly.Kind;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search finds every clause of the protocols that is left out of the code. */
class PlantedOmissionTest {

  @ParameterizedTest
  @MethodSource("omissions")
  void isFound(Omission omission, @TempDir Path folder) throws Exception {
    String found = omission.hunt(folder);
    System.out.println(omission + "\n" + found + "\n");
    assertThat(found).startsWith(omission.expected().name());
  }

  static Stream<Omission> omissions() {
    return Stream.of(
            Stream.of(
                twoPhased(
                    "helping a slice that could commit",
                    "written -> written == Written.ACKNOWLEDGED ? decideAnew() : settle(head)",
                    "written -> attempts.again(() -> createSlice(head))",
                    Kind.WEDGED),
                twoPhased(
                    "replacing a dead orphan",
                    "return replaceOrphan(head, item);",
                    "return startAgain(head);",
                    Kind.WEDGED),
                twoPhased(
                    "walking the chain",
                    "return isCommitted(before, now)",
                    """
                    return documents.getPatiently(sliceKey(before))
                        .map(item -> item.exists()
                            && Documents.readSlice(stream, item).holds(events, before.version() + 1))
                    """,
                    Kind.LOST),
                twoPhased(
                    "create-only on the slice",
                    "return saveSlice(head, Condition.absent())",
                    "return saveSlice(head, Condition.none())",
                    Kind.LOST),
                twoPhased(
                    "the head's etag",
                    "Condition.unchanged(head.item())",
                    "Condition.none()",
                    Kind.LOST),
                twoPhased(
                    "starting again behind a stale head",
                    "if (slice.first() > head.version() + 1)",
                    "if (false)",
                    Kind.REWRITTEN),
                twoPhased(
                    "sending the slice again where nothing is found",
                    "return attempts.again(() -> createSlice(head));",
                    "return conflict(head.version());",
                    Kind.REFUSED_YET_STORED),
                twoPhased(
                    "looking at the head before refusing",
                    "Mono.just(written(head.version())) : settle(head)",
                    "Mono.just(written(head.version())) : conflict(head.version())",
                    Kind.REFUSED_YET_STORED),
                twoPhased(
                    "the etag of the lost slice it removes",
                    "Condition.unchanged(own)",
                    "Condition.none()",
                    Kind.UNREADABLE),
                twoPhased(
                    "reading the lost slice again before it removes it",
                    "&& Documents.readSlice(stream, item).holds(events, head.version() + 1))",
                    ")",
                    Kind.UNREADABLE),
                twoPhased(
                    "the etag of the orphan it replaces",
                    "Condition.unchanged(orphan)",
                    "Condition.none()",
                    Kind.LOST),
                new Omission(
                    "keeping lost slices",
                    Subject.TWO_PHASED_ON_REDIS,
                    "internal/TwoPhasedProtocol.java",
                    "this.removesLostSlices = !etagsRepeat;",
                    "this.removesLostSlices = true;",
                    Kind.LOST)),
            Stream.of(
                createOnly(
                    "create-only on the slice",
                    "Condition.absent()",
                    "Condition.none()",
                    Kind.LOST),
                createOnly(
                    "seeing a slice end at the expected version",
                    "return endsThere ? ifRoomBehind(version, () -> create(version)) : decide(new End(hint, false));",
                    "return create(version);",
                    Kind.UNREADABLE),
                createOnly(
                    "sending the same again where nothing is found",
                    "return attempts.again(() -> create(end));",
                    "return conflict(end);",
                    Kind.REFUSED_YET_STORED),
                createOnly(
                    "recognising its own slice",
                    "if (slice.holds(events, end + 1))",
                    "if (false)",
                    Kind.DUPLICATE),
                createOnly(
                    "the same ids in what it sends again",
                    "return attempts.again(() -> create(end));",
                    """
                    return new CreateOnlyAppend(documents, ExpectedVersion.any(),
                        events.stream().map(event -> new EventData(
                            "0" + event.id(),
                            event.name(), event.data())).toList()).create(end);
                    """,
                    Kind.LOST),
                createOnly(
                    "asking again for a slice that is missing before a later one",
                    "concatWith(requirePresent(next))",
                    "concatWith(Flux.error(Layout.BY_FIRST.missing(documents, next)))",
                    Kind.BROKEN),
                createOnly(
                    "committing before the hint",
                    "Mono<AppendResult> create(long end) {",
                    "Mono<AppendResult> create(long end) { hintAt(documents, end + events.size());",
                    Kind.UNREADABLE),
                trustingAnyVersion(Subject.CREATE_ONLY)),
            Stream.of(
                off(
                    "create-only on the events",
                    "Documents.event(stream, event, version), Condition.absent()",
                    "Documents.event(stream, event, version), Condition.none()",
                    Kind.LOST),
                off(
                    "reading back before refusing",
                    "return attempts.afterWrite(head, findOut(head));",
                    "return conflict();",
                    Kind.REFUSED_YET_STORED),
                off(
                    "sending the same again where nothing is found",
                    "return attempts.again(() -> commit(head));",
                    "return conflict();",
                    Kind.REFUSED_YET_STORED),
                off(
                    "recognising its own events",
                    "if (isOwn(first, 0))",
                    "if (false)",
                    Kind.DUPLICATE),
                trustingAnyVersion(Subject.OFF)),
            Stream.of(
                etagOfHead(Subject.TRANSACTIONAL, Kind.LOST),
                readingBack(Subject.TRANSACTIONAL),
                headGuarded(
                    "reading the head before the slice",
                    Subject.TRANSACTIONAL,
                    "return documents .headPatiently() .flatMap(now -> findOut(before, now))",
                    """
                    return isCommitted(before.version()).flatMap(
                        committed ->
                            documents.headPatiently().flatMap(
                                now ->
                                    now.version() == before.version()
                                        ? attempts.again(() -> commit(before))
                                        : committed
                                            ? Mono.just(found(before.version()))
                                            : attempts.afterProgress(() -> decide(now))))
                    """,
                    Kind.DUPLICATE),
                createOnlyWhereNoHeadWas(Subject.TRANSACTIONAL, Kind.LOST)),
            Stream.of(
                etagOfHead(Subject.OFF_AND_SHARED_ALL, Kind.UNREADABLE),
                readingBack(Subject.OFF_AND_SHARED_ALL),
                createOnlyWhereNoHeadWas(Subject.OFF_AND_SHARED_ALL, Kind.UNREADABLE)))
        .flatMap(omissions -> omissions);
  }

  private static Omission trustingAnyVersion(Subject subject) {
    return new Omission(
        "having seen the expected version as head",
        subject,
        "internal/Append.java",
        "return seen > 0 && expected.isMetBy(seen) && hasRoomBehind(seen) ? OptionalLong.of(seen) : OptionalLong.empty();",
        "return named();",
        Kind.UNREADABLE);
  }

  private static Omission createOnlyWhereNoHeadWas(Subject subject, Kind expected) {
    return new Omission(
        "create-only where no head was",
        subject,
        "state/StateOperation.java",
        "return etag == null ? absent() : new Unchanged(etag);",
        "return etag == null ? none() : new Unchanged(etag);",
        expected);
  }

  private static Omission twoPhased(String what, String original, String planted, Kind expected) {
    return new Omission(
        what, Subject.TWO_PHASED, "internal/TwoPhasedProtocol.java", original, planted, expected);
  }

  private static Omission createOnly(String what, String original, String planted, Kind expected) {
    return new Omission(
        what, Subject.CREATE_ONLY, "internal/CreateOnlyProtocol.java", original, planted, expected);
  }

  private static Omission off(String what, String original, String planted, Kind expected) {
    return new Omission(
        what, Subject.OFF, "internal/OffProtocol.java", original, planted, expected);
  }

  private static Omission etagOfHead(Subject subject, Kind expected) {
    return headGuarded(
        "the head's etag",
        subject,
        "Condition.unchanged(head.item())",
        "Condition.none()",
        expected);
  }

  private static Omission readingBack(Subject subject) {
    return headGuarded(
        "reading back before refusing",
        subject,
        "attempts.afterWrite(base, findOut(head))",
        "conflict(base)",
        Kind.REFUSED_YET_STORED);
  }

  private static Omission headGuarded(
      String what, Subject subject, String original, String planted, Kind expected) {
    return new Omission(
        what, subject, "internal/HeadGuardedAppend.java", original, planted, expected);
  }
}
