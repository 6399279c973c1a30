package dev.slicebench.evidence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersTest {

  private static final Instant FIRST_END = Instant.parse("2026-11-01T12:00:00Z");
  private static final Instant SECOND_END = Instant.parse("2026-11-27T05:00:00Z");

  @TempDir private Path results = Path.of("");

  private Ledgers written() throws IOException {
    write(Ledgers.fileUntil(SECOND_END), 2);
    write(Ledgers.fileUntil(FIRST_END), 1);
    write(Ledger.FILE, 3);
    return Ledgers.read(results);
  }

  private void write(String name, int payloadBytes) throws IOException {
    Files.writeString(results.resolve(name), Ledger.of(payloadBytes, List.of()).json());
  }

  @Test
  void whatWasMeasuredIsExplainedByTheLedgerOfItsDay() throws IOException {
    Ledgers ledgers = written();

    assertThat(ledgers.at(FIRST_END.minusSeconds(1)).payloadBytes()).isEqualTo(1);
    assertThat(ledgers.at(FIRST_END).payloadBytes()).isEqualTo(2);
    assertThat(ledgers.at(SECOND_END.minusSeconds(1)).payloadBytes()).isEqualTo(2);
    assertThat(ledgers.at(SECOND_END).payloadBytes()).isEqualTo(3);
    assertThat(ledgers.isOfToday(SECOND_END)).isTrue();
    assertThat(ledgers.isOfToday(FIRST_END)).isFalse();
  }

  @Test
  void anEarlierLedgerWithoutATimeIsRefused() throws IOException {
    write(Ledger.FILE, 3);
    write("ledger-until-yesterday.json", 1);

    assertThatThrownBy(() -> Ledgers.read(results))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ledger-until-yesterday.json")
        .hasMessageContaining("ledger-until-20261127T050000Z.json");
  }
}
