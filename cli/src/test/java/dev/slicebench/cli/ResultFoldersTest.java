package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slicebench.answer.Evidence;
import dev.slicebench.answer.recommend.Advice;
import dev.slicebench.answer.recommend.Workloads;
import dev.slicebench.answer.report.MarkdownReport;
import dev.slicebench.answer.report.Report;
import dev.slicebench.bench.ledger.LedgerCount;
import dev.slicebench.evidence.Machine;
import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.evidence.file.ResultsException;
import dev.slicebench.evidence.ledger.Ledgers;
import dev.slicebench.evidence.run.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout whose results are of another machine, and a newcomer's own beside them. */
class ResultFoldersTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path RESULTS = Path.of("..", "results");
  private static final Machine HERE = new Machine(64, "Mine", 1L << 36, "Linux 6 amd64", "JVM 21");

  private final Path home;
  private final ResultFolders folders;

  ResultFoldersTest(@TempDir Path home) {
    this.home = home;
    this.folders = new ResultFolders(home, HERE);
  }

  @BeforeEach
  void commit() throws IOException {
    copy("20261125T105908Z-postgresql-v2", home.resolve("results"), false);
    copy("20261125T110930Z-redis-v1", home.resolve("results"), false);
    verdict(home.resolve("results"), "redis-v1", SidecarKind.NATIVE);
  }

  @Test
  void withoutRunsOfOnesOwnThereAreThoseThatCameWithTheCheckout() throws IOException {
    assertThat(folders.evidence(List.of()))
        .extracting(Evidence::label)
        .containsExactly("came with slicebench");
    assertThat(folders.runs(List.of()).runs()).hasSize(2);
  }

  /** Issue 14: "results of two machines cannot be set side by side", exit status 2. */
  @Test
  void onesOwnRunsComeFirstAndApart() throws IOException {
    copy("20261125T110930Z-redis-v1", folders.mine(), true);
    List<Evidence> evidence = folders.evidence(List.of());

    assertThat(evidence)
        .extracting(Evidence::label)
        .containsExactly("yours", "came with slicebench");
    assertThat(evidence.get(0).results().machine()).isEqualTo(HERE);
    Advice told =
        Advice.of(
            Workloads.read(Workloads.DEFAULT), evidence, Ledgers.read(RESULTS), LedgerCount::of);
    String report = MarkdownReport.of(Report.of(evidence, Optional.empty(), Optional.of(told)));
    assertThat(report.lines().filter(line -> line.startsWith("* ")))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("* Redis 6.2.11, no persistence (yours): ");
    assertThat(report).contains("64 x Mine, 64 GiB, Linux amd64 (yours); 2 x AMD EPYC");
    assertThat(told.text(true).lines().filter(line -> line.contains(", measured on ")))
        .containsExactly(
            "Yours, measured on 64 x Mine, 64 GiB, Linux amd64:",
            "Came with slicebench, measured on 2 x AMD EPYC, 24 GiB, Linux amd64:");
  }

  @Test
  void runsOfThisMachineComeFirstAmongThoseThatAreNamed() throws IOException {
    Path own = copy("20261125T110930Z-redis-v1", home.resolve("elsewhere"), true);

    assertThat(folders.evidence(List.of(home.resolve("results"), own)))
        .extracting(one -> one.results().machine().cpus())
        .containsExactly(64, 2);
    assertThat(folders.evidence(List.of(own)))
        .extracting(Evidence::label, Evidence::heading)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("", ""));
  }

  @Test
  void verdictsOfOnesOwnStandBesideThoseThatCameWithTheCheckout() throws IOException {
    verdict(folders.mine(), "redis-v1", SidecarKind.NATIVE);

    assertThat(
            MarkdownReport.of(
                Report.of(folders.evidence(List.of()), Optional.empty(), Optional.empty())))
        .contains("(state.redis v1) [yours] | unsafe")
        .contains("(state.redis v1) [came with slicebench] | unsafe");
  }

  /** Issue 14: they stood in the report beside the real ones. */
  @Test
  void aMimicsVerdictStandsInNoReport() throws IOException {
    verdict(folders.mine(), "redis-v1", SidecarKind.EMBEDDED);

    assertThat(
            MarkdownReport.of(
                Report.of(folders.evidence(List.of()), Optional.empty(), Optional.empty())))
        .doesNotContain("yours", "embedded");
  }

  @Test
  void anEmptyCheckoutSaysWhatMakesResults(@TempDir Path empty) {
    assertThatThrownBy(() -> new ResultFolders(empty, HERE).evidence(List.of()))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("'./slicebench run' makes results");
  }

  @Test
  void onesOwnRunsAreEnough(@TempDir Path empty) throws IOException {
    ResultFolders own = new ResultFolders(empty, HERE);
    copy("20261125T110930Z-redis-v1", own.mine(), true);

    assertThat(own.evidence(List.of())).extracting(Evidence::label).containsExactly("yours");
    assertThat(own.runs(List.of()).runs()).hasSize(1);
    assertThat(Results.areIn(own.committed())).isFalse();
  }

  private static Path copy(String name, Path folder, boolean mine) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Path original = RESULTS.resolve(name);
    Files.copy(original.resolve("jmh.json.gz"), run.resolve("jmh.json.gz"));
    ObjectNode envelope = (ObjectNode) MAPPER.readTree(original.resolve("envelope.json").toFile());
    if (mine) {
      envelope.set("machine", MAPPER.valueToTree(HERE));
    }
    MAPPER.writeValue(run.resolve("envelope.json").toFile(), envelope);
    return run;
  }

  private static void verdict(Path folder, String store, SidecarKind kind) throws IOException {
    Path conformance = Files.createDirectories(folder.resolve("conformance"));
    ObjectNode report =
        (ObjectNode)
            MAPPER.readTree(RESULTS.resolve("conformance").resolve(store + ".json").toFile());
    ((ObjectNode) report.path("sidecar")).put("kind", kind.name());
    MAPPER.writeValue(conformance.resolve(store + ".json").toFile(), report);
  }
}
