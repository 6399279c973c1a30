package dev.slicebench.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.Protocol;
import dev.slicebench.evidence.ledger.Contact;
import dev.slicebench.evidence.ledger.Cost;
import dev.slicebench.evidence.ledger.Ledger;
import dev.slicebench.evidence.ledger.LedgerOperation;
import dev.slicebench.evidence.ledger.LedgerRow;
import dev.slicebench.store.SliceMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

  private static final LedgerOperation APPEND =
      new LedgerOperation(
          Protocol.SLICEBENCH, SliceMode.CREATE_ONLY, Benchmark.APPEND, Contact.WARM, 1_000, 10);
  private static final LedgerOperation LOAD =
      new LedgerOperation(
          Protocol.ORIGINAL, SliceMode.OFF, Benchmark.LOAD_WHOLE, Contact.COLD, 10_000, 1);
  private static final LedgerRow CHEAP =
      new LedgerRow(APPEND, new Cost(1.143, 0, 1.143, 0, 11_604, 0, 1));
  private static final LedgerRow DEARER =
      new LedgerRow(APPEND, new Cost(2.143, 0, 1.143, 1, 11_650, 54, 2));

  private final Path file;

  LedgerTest(@TempDir Path temp) {
    file = temp.resolve(Ledger.FILE);
  }

  @Test
  void whatIsWrittenIsReadAndHasALineForEachRow() throws IOException {
    Ledger ledger = Ledger.of(1024, List.of(CHEAP, new LedgerRow(LOAD, null)));

    Files.writeString(file, ledger.json());

    assertThat(Ledger.read(file)).isEqualTo(ledger);
    assertThat(Files.readAllLines(file)).filteredOn(line -> line.contains("mode")).hasSize(2);
    assertThat(ledger.row(APPEND)).contains(CHEAP);
    assertThat(ledger.row(LOAD)).contains(new LedgerRow(LOAD, null));
  }

  @Test
  void readsTheNamesOfTheFirstLayout() throws IOException {
    Ledger ledger = Ledger.of(1024, List.of(CHEAP, new LedgerRow(LOAD, null)));

    Files.writeString(
        file,
        ledger
            .json()
            .replace("\"schema\":2", "\"schema\":1")
            .replace("SLICEBENCH", "OURS")
            .replace("ORIGINAL", "REFERENCE")
            .replace("WARM", "SEEN")
            .replace("COLD", "FIRST"));

    assertThat(Ledger.read(file).rows()).isEqualTo(ledger.rows());
  }

  @Test
  void anExtraCallIsALineThatSaysWhereAndHowMuch() {
    assertThat(Ledger.of(1024, List.of(CHEAP)).differences(Ledger.of(1024, List.of(DEARER))))
        .containsExactly(
            "append CREATE_ONLY, head seen, 1,000 events, 10 an append: calls 1.143 -> 2.143, round"
                + " trips 1 -> 2, keys read 0 -> 1, bytes out 11604 -> 11650, bytes in 0 -> 54");
  }

  @Test
  void rowsThatCameWentOrFailAreTold() {
    Ledger before = Ledger.of(1024, List.of(CHEAP));
    Ledger other = Ledger.of(1024, List.of(new LedgerRow(LOAD, null)));

    assertThat(before.differences(other))
        .containsExactly(
            "load OFF (original), first contact, 10,000 events, 1 an append: new",
            "append CREATE_ONLY, head seen, 1,000 events, 10 an append: gone");
    assertThat(before.differences(Ledger.of(1024, List.of(new LedgerRow(APPEND, null)))))
        .singleElement()
        .asString()
        .endsWith(": fails now");
    assertThat(before.differences(before)).isEmpty();
  }

  @Test
  void aLedgerThatIsNotThereIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "there is no ledger at " + file + ": './slicebench ledger --renew' writes it anew");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"schema\":1,\"payloadBytes\":1024,\"rows\":[{\"oper | is not a whole ledger",
        "{\"schema\":1,\"payloadBytes\":1024} | is not a whole ledger",
        "{\"schema\":1,\"payloadBytes\":1024,\"rows\":[{\"cost\":null}]} | is not a whole ledger",
        "[] | is not a whole ledger (its layout is 0 instead of 2)",
        "## | is not a whole ledger (its layout is 0 instead of 2)",
      })
  void aFileThatIsNoLedgerIsTold(String content, String expected) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(expected)
        .hasMessageContaining("--renew");
  }
}
