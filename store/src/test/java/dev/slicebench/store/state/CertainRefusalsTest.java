package dev.slicebench.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as daprd 1.18.1 gave them. */
class CertainRefusalsTest {

  private static final String TRANSACTION = "INTERNAL: error while executing state transaction: ";
  private static final String SAVE = "INTERNAL: failed saving state in state store statestore: ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SAVE + "ERROR: invalid byte sequence for encoding \"UTF8\": 0x00 (SQLSTATE 22021)",
        TRANSACTION
            + "ERROR: index row size 2712 exceeds btree version 4 maximum 2704 for index"
            + " \"state_pkey\" (SQLSTATE 54000)",
        TRANSACTION
            + "POST http://127.0.0.1:1/dbs/d/colls/c/docs\n"
            + "--------------------------------------------------------------------------------\n"
            + "RESPONSE 400: 400 Bad Request\n",
        TRANSACTION + "transaction failed due to operation 1 which failed with status code 413",
        SAVE + "Error 1406 (22001): Data too long for column 'id' at row 1",
      })
  void theseProveThatNothingWasStored(String text) {
    assertThat(CertainRefusals.isOne(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRANSACTION + "no item was updated",
        TRANSACTION + "ERROR: deadlock detected (SQLSTATE 40P01)",
        TRANSACTION + "FATAL: terminating connection (SQLSTATE 57P01)",
        TRANSACTION + "transaction failed due to operation 1 which failed with status code 412",
        SAVE + "failed to set key app||ERROR: a (SQLSTATE 22021): connection reset",
        "",
      })
  void theseDoNot(String text) {
    assertThat(CertainRefusals.isOne(text)).isFalse();
  }
}
