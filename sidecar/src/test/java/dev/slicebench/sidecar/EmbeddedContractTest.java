package dev.slicebench.sidecar;

import dev.slicebench.sidecar.backend.Backend;
import org.junit.jupiter.api.Nested;

/** The contract, held by the embedded sidecar's profiles. */
final class EmbeddedContractTest {

  abstract static class Embedded extends SidecarContract {
    Embedded(Backend.BuiltIn backend) {
      super(backend);
    }

    @Override
    final Sidecar start(Backend.BuiltIn backend) {
      return EmbeddedSidecar.start(backend);
    }
  }

  @Nested
  final class Strict extends Embedded {
    Strict() {
      super(Backend.BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  final class InMemory extends Embedded {
    InMemory() {
      super(Backend.BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  final class Sqlite extends Embedded {
    Sqlite() {
      super(Backend.BuiltIn.SQLITE);
    }
  }

  @Nested
  final class Redis extends Embedded {
    Redis() {
      super(Backend.BuiltIn.REDIS);
    }
  }

  @Nested
  final class PostgresqlV1 extends Embedded {
    PostgresqlV1() {
      super(Backend.BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  final class Postgresql extends Embedded {
    Postgresql() {
      super(Backend.BuiltIn.POSTGRESQL);
    }
  }
}
