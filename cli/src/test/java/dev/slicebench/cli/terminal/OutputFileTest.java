package dev.slicebench.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  private final Path folder;

  OutputFileTest(@TempDir Path temp) {
    folder = temp;
  }

  @Test
  void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("page.html");
    OutputFile.requirePlace(file);
    assertThat(file).doesNotExist();
    OutputFile.write(file, "old");
    OutputFile.requirePlace(file);
    OutputFile.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryContaining(one -> one.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), file);

    OutputFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  /** Where nothing can be stored, no room helps. */
  @Test
  void aPlaceThatStoresNothingIsNotCalledFull() {
    Path file = Path.of("/proc/slicebench.html");
    assumeThat(file.getParent()).as("no /proc here").exists();

    assertThatThrownBy(() -> OutputFile.write(file, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write /proc/slicebench.html: ")
        .hasMessageNotContaining("full");
  }

  /** The kernel's own device that is always full. */
  @Test
  void aFullDiskIsNamedWithTheFix() {
    Path full = Path.of("/dev/full");
    assumeThat(full).as("no /dev/full here").exists();

    assertThatThrownBy(() -> OutputFile.write(full, "text"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write /dev/full: the disk that /dev is on is full: make room there, or name"
                + " another place");
  }

  @Test
  void whatAFileSystemRefusesIsToldInWords() {
    assertThat(FileTrouble.words(new FileSystemException("/x", null, "No space left on device")))
        .startsWith("a disk is full (/x: No space left on device): make room");
    assertThat(FileTrouble.words(new IOException("No space left on device")))
        .startsWith("a disk is full");
    assertThat(FileTrouble.words(new java.nio.file.NoSuchFileException("/x")))
        .isEqualTo("/x is not there");
    assertThat(FileTrouble.words(new java.nio.file.AccessDeniedException("/x")))
        .isEqualTo("you may not read or write /x: change its rights");
    assertThat(
            FileTrouble.results(folder.resolve("run"), new IOException("No space left on device")))
        .isEqualTo(
            "the table above is all that is left of this run, since "
                + folder.resolve("run")
                + " was not written: the disk that "
                + folder
                + " is on is full: make room there, or give another folder with --results");
  }
}
