package dev.slicebench.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed ledger is the ledger of this code. */
class LedgerSnapshotTest {

  @Test
  void theSnapshotIsWhatTheCodeCosts() throws IOException {
    Ledger committed = Ledger.read(Path.of("../results").resolve(Ledger.FILE));

    Ledger counted = LedgerCount.count();

    assertThat(String.join("\n", committed.differences(counted)))
        .as("what changed; if on purpose, run './slicebench ledger --renew' and commit it")
        .isEmpty();
  }
}
