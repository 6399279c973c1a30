package dev.slicebench.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slicebench.bench.run.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitBuildsTest {

  private final Path home;
  private final Path cache;
  private final List<String> progress = new ArrayList<>();
  private final GitBuilds builds;
  private String commit = "";

  GitBuildsTest(@TempDir Path temp) {
    home = temp.resolve("home");
    cache = temp.resolve("cache");
    builds = new GitBuilds(home, cache, progress::add);
  }

  @BeforeEach
  void commit() throws IOException {
    Files.createDirectories(home);
    git("init", "--quiet");
    Files.writeString(home.resolve("pom.xml"), "no pom");
    git("add", "pom.xml");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "One");
    commit = git("rev-parse", "HEAD");
  }

  @Test
  void aFileIsTakenAsItIs() throws IOException {
    Path jar = Files.writeString(home.resolve("some.jar"), "");

    Build build = builds.base(jar.toString());

    assertThat(build).isEqualTo(new Build(jar.toString(), null, jar));
    assertThat(build.label()).isEqualTo("some.jar");
  }

  @Test
  void aCommitThatWasBuiltBeforeIsNotBuiltAgain() throws IOException {
    Files.createDirectories(cache);
    Path built = Files.writeString(cache.resolve(commit + ".jar"), "");

    assertThat(builds.head("HEAD")).isEqualTo(new Build("HEAD", commit, built));
    assertThat(builds.base(commit.substring(0, 8)).jar()).isEqualTo(built);
    assertThat(builds.head("HEAD").label()).isEqualTo("HEAD (" + commit.substring(0, 10) + ")");
    assertThat(progress).isEmpty();
  }

  @Test
  void whatIsNeitherIsOneClearLine() {
    assertThatThrownBy(() -> builds.base("no-such-branch"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'no-such-branch' is neither a file nor a commit of %s: give a benchmarks.jar, or a"
                + " branch, tag or commit",
            home);
    assertThatThrownBy(() -> builds.base("--all")).hasMessageContaining("neither a file nor");
  }

  @Test
  void aBuildThatFailsIsOneClearLineAndLeavesNothing() throws IOException {
    assertThatThrownBy(() -> builds.base("HEAD"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the build of " + commit + " failed (")
        .hasMessageNotContaining("\n");
    assertThat(cache).isEmptyDirectory();
    assertThat(progress).containsExactly("building " + commit + " ...");
  }

  /** The base may be what the changes started from. */
  @Test
  void aHeadThatLeavesOutChangesIsRefused() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(cache.resolve(commit + ".jar"), "");
    Files.writeString(home.resolve("pom.xml"), "changed");

    assertThat(builds.base("HEAD").commit()).isEqualTo(commit);
    assertThatThrownBy(() -> builds.head("HEAD"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the checkout has changes that 'HEAD' does not hold: commit them");
  }

  private String git(String... arguments) {
    return Git.answer(home, arguments).orElseThrow();
  }
}
