package dev.slicebench.cosmos.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slicebench.cosmos.emulator.engine.DocumentOperation.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operations on single documents, and within one partition, take as long in a large container as in
 * a small one, but for what memory further away costs. A scan would take as many times longer as
 * the container is larger. A million documents, as docs/decisions/0006-cosmosdb.md has them, need
 * {@code -DargLine="-Xmx4g -Ddocuments=1000000"}.
 */
class ContainerScaleTest {

  private static final int SMALL = 1_000;
  private static final int LARGE = Integer.getInteger("documents", 100_000);

  /** Documents of a partition. */
  private static final int PARTITION = 20;

  /** So few that some of the rounds are not disturbed, however busy the machine is. */
  private static final int REPETITIONS = 20;

  private static final int ROUNDS = 300;

  /** Far from both 1 and {@code LARGE / SMALL}. */
  private static final int SLOWER_AT_MOST = 12;

  private static Container small;
  private static Container large;

  enum Work {
    READ {
      @Override
      void once(Container container, int number) {
        DocumentOperation read = operation(Kind.READ, number, null);
        assertThat(container.apply(key(number), read).status()).isEqualTo(200);
      }
    },
    REPLACE {
      @Override
      void once(Container container, int number) {
        DocumentOperation upsert = operation(Kind.UPSERT, number, document(number));
        assertThat(container.apply(key(number), upsert).status()).isEqualTo(200);
      }
    },
    DELETE_AND_CREATE {
      @Override
      void once(Container container, int number) {
        List<DocumentOperation> both =
            List.of(
                operation(Kind.DELETE, number, null),
                operation(Kind.CREATE, number, document(number)));
        assertThat(container.batch(key(number), both))
            .allMatch(DocumentOperation.Result::isSuccess);
      }
    },
    READ_A_PARTITION {
      @Override
      void once(Container container, int number) {
        assertThat(container.documents(Optional.of(key(number)), Optional.empty(), 0))
            .hasSize(PARTITION);
      }
    },
    FIND_BY_IDS {
      @Override
      void once(Container container, int number) {
        Set<String> ids = Set.of("d" + number, "nobody");
        assertThat(container.documents(Optional.empty(), Optional.of(ids), 0)).hasSize(1);
      }
    };

    abstract void once(Container container, int number);
  }

  @BeforeAll
  static void fill() {
    small = container(SMALL);
    large = container(LARGE);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotDependOnHowManyDocumentsThereAre(Work work) {
    long inSmall = Long.MAX_VALUE;
    long inLarge = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      inSmall = Math.min(inSmall, nanos(work, small, SMALL, round));
      inLarge = Math.min(inLarge, nanos(work, large, LARGE, round));
    }
    double ratio = (double) inLarge / inSmall;
    System.out.printf(
        Locale.ROOT,
        "%s among %d documents takes %.2f times as long as among %d%n",
        work,
        LARGE,
        ratio,
        SMALL);

    assertThat(ratio).isLessThan(SLOWER_AT_MOST);
  }

  private static long nanos(Work work, Container container, int documents, int round) {
    long start = System.nanoTime();
    for (int i = 0; i < REPETITIONS; i++) {
      work.once(container, (int) ((i * 7_919L + round) % documents));
    }
    return System.nanoTime() - start;
  }

  private static Container container(int documents) {
    Account account = new Account(Clock.systemUTC());
    account.createDatabase(JsonNodeFactory.instance.objectNode().put("id", "d"));
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("id", "c");
    definition.putObject("partitionKey").putArray("paths").add("/partitionKey");
    Container container = account.createContainer("d", definition);
    for (int i = 0; i < documents; i++) {
      container.apply(key(i), operation(Kind.CREATE, i, document(i)));
    }
    return container;
  }

  private static PartitionKey key(int number) {
    return new PartitionKey(List.of(TextNode.valueOf("p" + number / PARTITION)));
  }

  private static ObjectNode document(int number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "d" + number)
        .put("partitionKey", "p" + number / PARTITION);
  }

  private static DocumentOperation operation(Kind kind, int number, @Nullable ObjectNode body) {
    return new DocumentOperation(kind, "d" + number, body, null, null);
  }
}
