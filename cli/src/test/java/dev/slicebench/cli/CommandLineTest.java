package dev.slicebench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.bench.run.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | say what to do: run, verify, clean, report, recommend, compare, history, ledger, migrate, sidecar, cosmos or doctor (see './slicebench --help')",
        "fly | 'fly' is no command (see './slicebench --help')",
        "run --fast | Unknown option: '--fast' (see './slicebench run --help')",
        "run --profile slow | Invalid value for option '--profile'",
        "run --backend oracle | 'oracle' is none of strict, in-memory, sqlite, redis",
        "run --mode ON | Invalid value for option '--mode'",
        "run --sidecar podman | Invalid value for option '--sidecar'",
        "run --component no/such.yaml | cannot read the component file no/such.yaml",
        "run --component . | cannot read the component file .",
        "run --component pom.xml --backend redis | all name the store: give one",
        "run --sidecar attached --backend redis | an attached sidecar brings its own store",
        "run --sidecar embedded --component-name x | --component-name is for an attached sidecar",
        "ledger --check --renew | are mutually exclusive (specify only one)",
        "ledger | there is no ledger at",
        "recommend | no such folder",
        "recommend --workload oder | 'oder' is neither a file nor a preset: the presets are order",
        "recommend --workload order --results no/such | no such folder: no/such",
        "recommend --workload= | '' is neither a file nor a preset: the presets are order",
        "compare | Missing required options: '--base=JAR|REF', '--head=JAR|REF'",
        "compare --base a --head b --forks 3 | 3 forks can tell nothing about 6 rows: give --forks 11",
        "compare --base a --head b --sidecar attached --backend redis | brings its own store",
        "compare --base no-such --head b | 'no-such' is neither a file nor a commit of",
        "compare --base pom.xml --head pom.xml | pom.xml holds no benchmarks (",
        "verify --profile slow | Invalid value for option '--profile'",
        "verify --component no/such.yaml | cannot read the component file no/such.yaml",
        "verify --rule 7.99 | there is no rule '7.99': group 7 has 7.1 to 7.",
        "verify --rule 727 | there is no rule '727': do you mean 7.27?",
        "verify --rule lost | there is no rule 'lost': name a rule such as 7.27, or a group: 1 append,",
        "verify --rule 9.1 | name a rule such as 7.27, or a group: 1 append, 2 idempotency,",
        "verify --rule 6.15 --profile soak | a soak asks rule 6.15 by itself: leave out --rule",
        "verify --for 2h | --for is for a sitting of a soak: give --profile soak, or leave it out",
        "verify --profile soak --for 2 | '2' is no duration: write it like 45m, 2h or 90s",
        "verify --check . | . cannot be read",
        "verify --check pom.xml | pom.xml line 1: not JSON; a history has a whole JSON object on each line",
        "clean | Missing required parameter: 'FILE'",
        "clean no/such.json | no/such.json cannot be read: name a file that",
        "clean pom.xml | pom.xml is no list of what slicebench has left",
        "verify --check no/such.jsonl | does not exist: give a history's file",
        "migrate | Missing required options: '--from=M', '--to=M'",
        "migrate --from OFF --to CREATE_ONLY | name the streams: --stream NAME, or --streams FILE",
        "migrate --from OFF --to CREATE_ONLY --streams no/such.txt | no/such.txt",
        "migrate --from OFF --to CREATE_ONLY --streams target/test-classes/dev/slicebench/cli/CommandLineTest.class | CommandLineTest.class is no text in UTF-8",
        "migrate --from OFF --to CREATE_ONLY --stream s --backend redis | whose streams?",
        "migrate --from OFF --to CREATE_ONLY --stream s --sidecar attached --app-id a | has its own",
        "migrate --from OFF --to TWO_PHASED --stream s | move them to CREATE_ONLY",
        "cosmos | say what to do: start or tap (see './slicebench cosmos --help')",
        "cosmos tap | Missing required option: '--to=URL'",
        "cosmos tap --to account | Invalid value for option '--to': 'account' is no URL: write it like",
        "cosmos start --create events | a container is named DATABASE/CONTAINER, not 'events'",
        "run --backend redis --cosmos-endpoint http://127.0.0.1:1 | all name the store: give one",
        "run --cosmos-endpoint https://a.example | needs --cosmos-key-env",
        "run --cosmos-endpoint https://a.example --cosmos-key-env SB_NONE | SB_NONE is not set",
        "run --store-latency 5 | '5' is no duration: write it like 5ms, 0.3ms, 250us or 1s",
        "run --client-latency -1ms | '-1ms' is no duration",
        "run --client-latency 0ms | '0ms' is nothing: leave the option out",
        "run --latency-jitter 1ms | --latency-jitter needs --store-latency or --client-latency",
        "run --backend sqlite --store-latency 1ms | lies inside daprd: leave out the store latency",
        "run --sidecar embedded --store-latency 1ms | has its store in its own memory",
        "report no/such | no such folder: no/such: './slicebench run' makes results",
        "report src | no run in src: a run's folder has envelope.json and jmh.json",
        "report pom.xml | pom.xml is a file: name the folder of a run, or one of runs",
        "history ../results -o no/such/page.html | cannot write no/such/page.html: there is no folder",
        "history no/such | no such folder: no/such: './slicebench run' makes results",
        "sidecar | say what to do: install, start or list (see './slicebench sidecar --help')",
        "sidecar start | Missing required option: '--backend=B'",
        "sidecar start --backend redis --sidecar attached | an attached sidecar is one that you",
        "runn | 'runn' is no command; did you mean 'run'? (see",
        "recomend | did you mean 'recommend'?",
        "cosmos strat | 'strat' is no command; did you mean 'start'? (see './slicebench cosmos --help')",
        "run --profil quick | did you mean '--profile'?",
        "run --profile standart | did you mean 'standard'?",
        "run --mode CREATEONLY | did you mean 'CREATE_ONLY'?",
        "run --backend postgres | did you mean 'postgresql'?",
        "run --backend rediss | did you mean 'redis'?",
        "run --sidecar embeded | did you mean 'embedded'?",
        "verify --profile soka | did you mean 'soak'?",
        "recommend --workload bankaccount | did you mean 'bank-account'?",
        "cosmos start --port 99999 | Invalid value for option '--port': '99999' is no port: give a number from 1 to 65535",
        "cosmos start --port 0 | '0' is no port",
        "cosmos start --port -1 | '-1' is no port",
        "cosmos start --port http | 'http' is no port",
        "cosmos tap --to http://127.0.0.1:1 --port 65536 | '65536' is no port",
        "sidecar start --backend redis --port 99999999999 | '99999999999' is no port",
        "cosmos start --budget 0 | --budget is 0: give a whole number from 1 on",
        "cosmos start --budget ten | 'ten' is no whole number",
        "cosmos start --budget 999999999999 | '999999999999' is no whole number up to 2,147,483,647",
        "cosmos tap --to http://127.0.0.1:1 --ca pom.xml | name an https endpoint",
        "cosmos start --certificate no/such/e.pem | cannot write no/such/e.pem: there is no folder",
        "cosmos start --certificate . | cannot write .: it is a folder: name a file",
        "run --store-latency 61s | '61s' is too long: give at most 60s",
        "run --results= | an empty text names no file",
        "run --results pom.xml | cannot write results to pom.xml",
        "run --cosmos-endpoint not-a-url | 'not-a-url' is no URL: write it like",
        "run --cosmos-endpoint ftp://a.example | 'ftp://a.example' is no URL",
        "run --cosmos-endpoint http://127.0.0.1:99999 | is no URL",
        "run --cosmos-endpoint http://127.0.0.1:1 --cosmos-ca no.pem | --cosmos-ca: cannot read the file no.pem",
        "run --cosmos-endpoint http://127.0.0.1:1 --cosmos-ca pom.xml | --cosmos-ca: http://127.0.0.1:1 has no certificate",
        "verify --seed one | Invalid value for option '--seed': 'one' is no whole number",
        "compare --base a --head b --forks many | 'many' is no whole number",
        "compare --base a --head b --forks 2000000 | 2000000 forks would take days: give --forks 1000",
        "compare --base a --head b --markdown . | cannot write .: it is a folder",
        "compare --base a --head b --results pom.xml | pom.xml is a file, where a folder is wanted",
        "report ../results -o . | cannot write .: it is a folder: name a file",
        "report ../results -o pom.xml/x.html | pom.xml is a file, where a folder is wanted",
        "report ../results --markdown no/such.md | cannot write no/such.md: there is no folder",
      })
  void aWrongCommandLineIsOneLineAndStatusTwo(String line, String expected) {
    int status = execute(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).startsWith("slicebench: ").contains(expected);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFailureIsOneLineAndStatusTwo(@TempDir Path temp) {
    Path component = temp.resolve("broken.yaml");
    assertThat(component.toFile().mkdir()).isTrue();

    int status = execute("run", "--component", component.toString());

    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
  }

  /** Issue 14: the embedded sidecar took its place without a word. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run --backend redis",
        "run --sidecar native",
        "verify --backend sqlite",
        "compare --base a --head b --backend redis",
        "sidecar start --backend redis"
      })
  void aDaprdThatIsNamedAndNotThereIsAnErrorInEveryCommand(String line) {
    System.setProperty("slicebench.daprd", "/no/daprd");
    try {
      assertThat(execute(line.split(" ", -1))).isEqualTo(2);
    } finally {
      System.clearProperty("slicebench.daprd");
    }

    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "slicebench: -Dslicebench.daprd names /no/daprd, which is no executable file: correct or"
                + " unset it");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "ledger --help",
        "report --help",
        "recommend --help",
        "history --help",
        "compare --help",
        "verify --help",
        "clean --help",
        "cosmos --help",
        "cosmos start --help",
        "cosmos tap --help",
        "sidecar --help",
        "sidecar install --help",
        "sidecar start --help",
        "sidecar list --help",
        "doctor --help"
      })
  void helpIsOnStandardOutputAndNoFailure(String line) {
    assertThat(execute(line.split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("Usage: slicebench");
    assertThat(out.toString().lines()).allMatch(one -> one.length() <= 80);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void doctorSaysWhatWasTriedAndWhatToType() {
    assertThat(execute("doctor")).isBetween(0, 1);
    assertThat(out.toString()).contains("JDK", "daprd", "GiB free", "slicebench run'");
  }

  @Test
  void onATerminalAnErrorIsBrokenAtItsWords() {
    CommandLine command = Slicebench.commandLine(new Terminal(true, 80));
    command.setErr(new PrintWriter(err, true)).execute("run", "--backend", "oracle");

    assertThat(err.toString().lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 80);
    assertThat(err.toString().lines().skip(1)).allMatch(line -> line.startsWith("  "));
  }

  @Test
  void listShowsTheEmbeddedSidecarWhateverTheMachine() {
    assertThat(execute("sidecar", "list")).isZero();
    assertThat(out.toString().lines()).anyMatch(line -> line.matches("embedded +strict +yes"));
  }

  @Test
  void aHistoryIsToldByTheFieldsThatItHas() {
    execute("verify", "--check", "../results/conformance/redis-v1/OFF-5.1-1.jsonl.gz");

    assertThat(out.toString().replaceAll("\\s+", " ")).contains(": ANOMALOUS: OFF, rule 5.1, seed");
  }

  @Test
  void aVerdictGoesToTheFolderThatWasNamedAndAWitnessIsPrinted(@TempDir Path temp) {
    Path results = temp.resolve("mine");
    int status =
        execute(
            "verify",
            "--sidecar",
            "embedded",
            "--backend",
            "redis",
            "--rule",
            "7.27",
            "--mode",
            "OFF",
            "--results",
            results.toString());

    assertThat(status).isEqualTo(1);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("7.27 the store FAIL a refused transaction overwrote")
        .contains("./slicebench verify --sidecar embedded --backend redis --rule 7.27 --seed ")
        .containsPattern("transaction of 3: .*: FAILED");
    assertThat(results.resolve("embedded-redis-v1").resolve("store-7.27.md")).exists();
    assertThat(results.resolve("embedded-redis-v1.json")).exists();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldBeforeAnythingIsAsked(@TempDir Path temp)
      throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "mine");

    int status =
        execute(
            "verify",
            "--sidecar",
            "embedded",
            "--backend",
            "strict",
            "--rule",
            "7.1",
            "--results",
            file.toString());

    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .filteredOn(line -> line.startsWith("slicebench: "))
        .singleElement()
        .asString()
        .contains("cannot write results to " + file, "give another folder with --results");
  }

  @Test
  void migrateSaysOfEachStreamWhatBecameOfIt(@TempDir Path folder) throws IOException {
    Path names = Files.writeString(folder.resolve("streams.txt"), "order-1\n\norder-2\n");

    int status =
        execute(
            ("migrate --from OFF --to CREATE_ONLY --dry-run --sidecar embedded --app-id orders"
                    + " --streams "
                    + names)
                .split(" ", -1));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString().replaceAll("\\R  +", " ").lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("looking at 2 streams from OFF to CREATE_ONLY in"),
            line -> assertThat(line).contains("no stream 'order-1' in OFF"),
            line -> assertThat(line).contains("no stream 'order-2' in OFF"));
  }

  private int execute(String... arguments) {
    CommandLine command = Slicebench.commandLine(new Terminal(false, 80));
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
