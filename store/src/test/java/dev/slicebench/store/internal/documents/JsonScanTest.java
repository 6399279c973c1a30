package dev.slicebench.store.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {

  /** Each byte in each place, before each other byte: what ends the ASCII is the first one. */
  @ParameterizedTest
  @ValueSource(ints = {'a', ' ', '!', '#', '[', ']', 0x7f})
  void plainTextEndsAtTheFirstByteThatDoesNotStandForItself(int plain) {
    byte[] text = new byte[19];
    for (int place = 0; place < text.length; place++) {
      for (int first = 0; first < 256; first++) {
        for (int second = 0; second < 256; second++) {
          Arrays.fill(text, (byte) plain);
          text[place] = (byte) first;
          if (place + 1 < text.length) {
            text[place + 1] = (byte) second;
          }
          int expected = 0;
          while (expected < text.length && standsForItself(text[expected])) {
            expected++;
          }
          int end = new JsonScan(text).plain(0);
          if (end != expected) { // To describe each of millions would take minutes.
            assertThat(end)
                .as("bytes %d, %d at %d among %d", first, second, place, plain)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  private static boolean standsForItself(byte character) {
    return character >= ' ' && character != '"' && character != '\\';
  }
}
