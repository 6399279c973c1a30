package dev.slicebench.cli.terminal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {

  private final Path temp;

  MachineLockTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void isHeldUntilClosed() throws IOException {
    Path path = temp.resolve("lock");
    MachineLock lock = MachineLock.take(path);
    try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
      // The same JVM is told by an exception, another one by null.
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
      lock.close();
      assertThatCode(
              () -> {
                FileLock free = other.tryLock();
                free.release();
              })
          .doesNotThrowAnyException();
    }
  }
}
