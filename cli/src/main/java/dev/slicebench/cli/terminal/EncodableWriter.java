package dev.slicebench.cli.terminal;

import dev.slicebench.evidence.text.Symbols;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.stream.Stream;

/**
 * Writes text in a character set that may lack some of its characters, which then have another form
 * instead of a question mark. What is no whole line yet waits for its end or a flush.
 */
public final class EncodableWriter extends Writer {

  private final Writer out;
  private final CharsetEncoder encoder;
  private final StringBuilder pending = new StringBuilder();

  EncodableWriter(OutputStream out, Charset charset) {
    this.out = new OutputStreamWriter(out, charset);
    this.encoder = charset.newEncoder();
  }

  /** On {@code stream}, one of the process's own, in the terminal's character set. */
  public static PrintWriter on(OutputStream stream, String name) {
    Charset charset =
        Stream.of(name + ".encoding", "sun." + name + ".encoding", "native.encoding")
            .map(System::getProperty)
            .filter(value -> value != null && Charset.isSupported(value))
            .map(Charset::forName)
            .filter(Charset::canEncode)
            .findFirst()
            .orElseGet(Charset::defaultCharset);
    return new PrintWriter(new EncodableWriter(stream, charset), true);
  }

  @Override
  public void write(char[] buffer, int offset, int length) throws IOException {
    pending.append(buffer, offset, length);
    int end = pending.lastIndexOf("\n") + 1;
    writePending(end);
  }

  private void writePending(int end) throws IOException {
    if (end == 0) {
      return;
    }
    String[] lines = pending.substring(0, end).split("\n", -1);
    pending.delete(0, end);
    for (int i = 0; i < lines.length; i++) {
      out.write(Symbols.encodable(lines[i], encoder));
      if (i < lines.length - 1) {
        out.write('\n');
      }
    }
  }

  @Override
  public void flush() throws IOException {
    writePending(pending.length());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
