package dev.slicebench.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

  private final Path temp;

  ResultFolderTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void neverOverwrites() throws IOException {
    Path first;
    Path second;
    try (ResultFolder folder = ResultFolder.create(temp, "run")) {
      first = Files.writeString(folder.path().resolve("a"), "1");
      folder.keep();
    }
    try (ResultFolder folder = ResultFolder.create(temp, "run")) {
      second = folder.path();
      folder.keep();
    }

    assertThat(first).hasContent("1");
    assertThat(second).isEmptyDirectory().isNotEqualTo(first.getParent());
  }

  @Test
  void leavesNothingUnlessKept() throws IOException {
    Path results = temp.resolve("results");
    try (ResultFolder folder = ResultFolder.create(results, "run")) {
      Files.writeString(folder.path().resolve("a"), "1");
    }

    assertThat(results).doesNotExist();
  }

  @Test
  void leavesTheResultsThatWereThere() throws IOException {
    Files.writeString(temp.resolve("mine"), "1");
    try (ResultFolder folder = ResultFolder.create(temp, "run")) {
      assertThat(folder.path()).isDirectory();
    }

    assertThat(temp.resolve("mine")).exists();
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void saysWhatToDoWhereItCannotBeMade() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> ResultFolder.create(file, "run"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write results to %s (%s is a file): give another folder with --results"
                .formatted(file, file));
  }
}
