package dev.slicebench.conformance.history;

import dev.slicebench.evidence.file.TextFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A history in a file, read line by line; one whose name ends in {@code .gz} is compressed. */
final class HistoryFile implements History {

  private final Path file;

  HistoryFile(Path file) {
    this.file = file;
  }

  @Override
  public void forEachLine(LineConsumer consumer) {
    int number = 0;
    try (BufferedReader reader = TextFile.open(file)) {
      HistoryLine previous = null;
      String next = reader.readLine();
      while (next != null) {
        String text = next;
        next = reader.readLine();
        number++;
        HistoryLine line = parse(text, number, next == null);
        checkOrder(previous, line, number);
        consumer.accept(number, line);
        previous = line;
      }
      if (previous == null) {
        throw new HistoryException(file + " is empty: a history begins with a 'history' line");
      }
    } catch (NoSuchFileException e) {
      throw new HistoryException(file + " does not exist: give a history's file");
    } catch (CharacterCodingException e) {
      throw new HistoryException(file + " line " + (number + 1) + " is no text in UTF-8");
    } catch (IOException e) {
      throw new HistoryException(file + " cannot be read: " + e.getMessage());
    }
  }

  private HistoryLine parse(String text, int number, boolean last) {
    try {
      return LineCodec.read(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new HistoryException(
          last && number > 1
              ? "%s line %d, the last one, is cut short: remove it to check the others (%s)"
                  .formatted(file, number, e.getMessage())
              : "%s line %d: %s".formatted(file, number, e.getMessage()));
    }
  }

  private void checkOrder(@Nullable HistoryLine previous, HistoryLine line, int number) {
    if ((previous == null) != (line instanceof HistoryLine.Header)) {
      throw new HistoryException(
          "%s line %d: a history has one 'history' line, its first".formatted(file, number));
    }
    if (previous instanceof HistoryLine.End) {
      throw new HistoryException("%s line %d stands behind the end".formatted(file, number));
    }
  }
}
