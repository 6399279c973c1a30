package dev.slicebench.sidecar;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend;
import org.junit.jupiter.api.Nested;

/** The contract, held by the real daprd. */
final class NativeContractTest {

  abstract static class Native extends SidecarContract {
    Native(Backend.BuiltIn backend) {
      super(backend);
    }

    @Override
    final Sidecar start(Backend.BuiltIn backend) {
      RealDaprd.assume();
      return Sidecars.start(SidecarKind.NATIVE, backend);
    }
  }

  @Nested
  final class InMemory extends Native {
    InMemory() {
      super(Backend.BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  final class Sqlite extends Native {
    Sqlite() {
      super(Backend.BuiltIn.SQLITE);
    }
  }

  @Nested
  final class Redis extends Native {
    Redis() {
      super(Backend.BuiltIn.REDIS);
    }
  }

  @Nested
  final class PostgresqlV1 extends Native {
    PostgresqlV1() {
      super(Backend.BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  final class Postgresql extends Native {
    Postgresql() {
      super(Backend.BuiltIn.POSTGRESQL);
    }
  }
}
