package dev.slicebench.conformance.history;

import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.slicebench.evidence.file.TextFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A history in a file, read line by line; one whose name ends in {@code .gz} is compressed. */
final class HistoryFile implements History {

  /** Longer ones would not fit in memory when they are taken apart. */
  private static final int MAX_LINE_BYTES = 32 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char REPLACEMENT = '\uFFFD';

  private final Path file;

  HistoryFile(Path file) {
    this.file = file;
  }

  @Override
  public void forEachLine(LineConsumer consumer) {
    Lines lines = new Lines();
    try (InputStream bytes = TextFile.bytes(file)) {
      HistoryLine previous = null;
      String next = lines.next(bytes);
      while (next != null) {
        String text = next;
        int number = lines.number;
        next = lines.next(bytes);
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
    } catch (AccessDeniedException e) {
      throw new HistoryException(file + " cannot be read: you may not, change its rights");
    } catch (CharacterCodingException e) {
      throw new HistoryException(
          "%s line %d is no text in UTF-8: save the file as that; one that is compressed needs a"
                  .formatted(file, lines.number)
              + " name that ends in .gz");
    } catch (ZipException e) {
      throw new HistoryException(
          file
              + " cannot be read: it is not compressed with gzip, as its name says, or is damaged:"
              + " copy it again, or rename it");
    } catch (EOFException e) {
      throw new HistoryException(
          "%s line %d: the compressed file ends in the midst of it: copy it again, or decompress it"
                  .formatted(file, lines.number + 1)
              + " and check the lines that are whole");
    } catch (IOException e) {
      throw new HistoryException(
          file
              + " cannot be read: "
              + (Files.isDirectory(file)
                  ? "it is a folder, give a history's file"
                  : e.getMessage() + "; copy it to another disk"));
    } catch (OutOfMemoryError e) {
      throw new HistoryException(
          "%s line %d: the history up to here does not fit in the %d MB of memory there are: give"
                  .formatted(file, lines.number, Runtime.getRuntime().maxMemory() >> 20)
              + " more, such as JAVA_TOOL_OPTIONS=-Xmx4g");
    }
  }

  /** Splits bytes into lines. */
  private final class Lines {

    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private byte[] line = new byte[1 << 12];
    private int length;

    /** Of the line that was read last, from 1. */
    private int number;

    /** Returns the next line; null at the end. */
    @Nullable String next(InputStream bytes) throws IOException {
      length = 0;
      while (true) {
        if (at == end) {
          at = 0;
          end = Math.max(0, bytes.read(buffer));
          if (end == 0) {
            return length == 0 ? null : text();
          }
        }
        int start = at;
        while (at < end && buffer[at] != '\n') {
          at++;
        }
        add(start);
        if (at < end) {
          at++;
          return text();
        }
      }
    }

    private void add(int start) {
      int more = at - start;
      if (length + more > MAX_LINE_BYTES) {
        throw new HistoryException(
            "%s line %d is longer than %,d bytes: load a long stream in several parts"
                .formatted(file, number + 1, MAX_LINE_BYTES));
      }
      if (length + more > line.length) {
        line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
      }
      System.arraycopy(buffer, start, line, length, more);
      length += more;
    }

    private String text() throws CharacterCodingException {
      number++;
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      if (text.indexOf(REPLACEMENT) >= 0) {
        // It stands for what is no UTF-8, unless it was written as that.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length));
      }
      return number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK
          ? text.substring(1)
          : text;
    }
  }

  private HistoryLine parse(String text, int number, boolean last) {
    try {
      return LineCodec.read(text);
    } catch (IllegalArgumentException e) {
      throw new HistoryException(
          last && number > 1 && e.getCause() instanceof JsonEOFException
              ? "%s line %d, the last one, is cut short: remove it to check the others"
                  .formatted(file, number)
              : "%s line %d: %s".formatted(file, number, e.getMessage()));
    }
  }

  private void checkOrder(@Nullable HistoryLine previous, HistoryLine line, int number) {
    if ((previous == null) != (line instanceof HistoryLine.Header)) {
      throw new HistoryException(
          "%s line %d: a history has one 'history' line, its first".formatted(file, number));
    }
    if (previous instanceof HistoryLine.End) {
      throw new HistoryException(
          "%s line %d stands behind the end: remove it, or the 'end' line before it"
              .formatted(file, number));
    }
  }
}
