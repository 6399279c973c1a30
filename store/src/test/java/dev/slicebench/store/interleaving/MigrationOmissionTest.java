package dev.slicebench.store.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.store.migration.MigrationHunt;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The hunt after a killed migration finds every clause that is left out of the code. */
class MigrationOmissionTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("omissions")
  void isFound(Omission omission, String way, @TempDir Path folder) throws Exception {
    String found = omission.hunt(folder, MigrationHunt.class.getName(), way);
    System.out.println(omission + "\n" + found + "\n");
    assertThat(found).startsWith("Case[");
  }

  static Stream<Arguments> omissions() {
    String toCreateOnly = "migration/MoveToCreateOnly.java";
    String fromCreateOnly = "migration/MoveFromCreateOnly.java";
    return Stream.of(
        omission(
            "the fence behind the last event",
            Subject.OFF,
            toCreateOnly,
            "operations.add(new Upsert(fenceKey(moved), moved.document(), Condition.absent()));",
            "",
            "OFF CREATE_ONLY"),
        omission(
            "the etag on the head that is frozen",
            Subject.TRANSACTIONAL,
            toCreateOnly,
            "moved.document(), Condition.unchanged(head)",
            "moved.document(), Condition.none()",
            "TRANSACTIONAL CREATE_ONLY"),
        omission(
            "connecting before it is done",
            Subject.OFF,
            toCreateOnly,
            "connect(connection); moved = setDone(moved);",
            "moved = setDone(moved);",
            "OFF CREATE_ONLY"),
        omission(
            "connecting behind the switch where there was an earlier life",
            Subject.OFF,
            toCreateOnly,
            "moved = setDone(moved); connect(connection);",
            "moved = setDone(moved);",
            "OFF CREATE_ONLY"),
        omission(
            "the seal at the tail",
            Subject.CREATE_ONLY,
            fromCreateOnly,
            "Tail tail = seal();",
            "Tail tail = tail();",
            "CREATE_ONLY TRANSACTIONAL"),
        omission(
            "ending the reading of the slices",
            Subject.CREATE_ONLY,
            fromCreateOnly,
            "sealForReaders(tail.version);",
            "",
            "CREATE_ONLY OFF"),
        omission(
            "emptying events instead of deleting them",
            Subject.OFF,
            "migration/OldDocuments.java",
            "if (mode == SliceMode.OFF)",
            "if (false)",
            "OFF CREATE_ONLY"));
  }

  private static Arguments omission(
      String what, Subject subject, String source, String original, String planted, String way) {
    return Arguments.of(
        new Omission(what, subject, source, original, planted, Anomaly.Kind.LOST), way);
  }
}
