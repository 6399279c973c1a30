package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.Ledgers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to be renewed can be. */
class LedgerCommandTest {

  @TempDir private Path results = Path.of("");
  private final StringWriter told = new StringWriter();

  @Test
  void aDamagedLedgerIsToldAndWrittenAnew() throws IOException {
    Files.writeString(results.resolve(Ledger.FILE), "{\"schema\":2");

    assertThat(LedgerCommand.before(results, new PrintWriter(told))).isEmpty();
    assertThat(told.toString().replaceAll("\\s+", " "))
        .contains("ledger.json is damaged (", ") and is written anew");
  }

  @Test
  void oneOfALaterLayoutIsKept() throws IOException {
    Files.writeString(results.resolve(Ledger.FILE), "{\"schema\":99,\"rows\":[]}");

    assertThatThrownBy(() -> LedgerCommand.before(results, new PrintWriter(told)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("take the slicebench that wrote it");
  }

  @Test
  void anEarlierOneThatIsDamagedIsNot() throws IOException {
    Files.writeString(results.resolve(Ledger.FILE), Ledger.of(1, List.of()).json());
    String earlier = Ledgers.fileUntil(Instant.parse("2026-11-27T05:00:00Z"));
    Files.writeString(results.resolve(earlier), "");

    assertThatThrownBy(() -> LedgerCommand.before(results, new PrintWriter(told)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(earlier)
        .hasMessageContaining("restore it, or remove it")
        .message()
        .doesNotContain("--renew");
  }

  @Test
  void aWholeOneIsComparedWith() throws IOException {
    assertThat(LedgerCommand.before(results, new PrintWriter(told))).isEmpty();
    Files.writeString(results.resolve(Ledger.FILE), Ledger.of(1, List.of()).json());

    assertThat(LedgerCommand.before(results, new PrintWriter(told)))
        .hasValueSatisfying(ledgers -> assertThat(ledgers.today().payloadBytes()).isEqualTo(1));
    assertThat(told.toString()).isEmpty();
  }
}
