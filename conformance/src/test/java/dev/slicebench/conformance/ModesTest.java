package dev.slicebench.conformance;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import org.junit.jupiter.api.Nested;

/** The library's event store, held to {@link ModesSpecification} on every store. */
class ModesTest {

  @Nested
  class OnEmbeddedStrict extends ModesSpecification {
    OnEmbeddedStrict() {
      super(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  class OnEmbeddedInMemory extends ModesSpecification {
    OnEmbeddedInMemory() {
      super(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnEmbeddedSqlite extends ModesSpecification {
    OnEmbeddedSqlite() {
      super(SidecarKind.EMBEDDED, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnEmbeddedRedis extends ModesSpecification {
    OnEmbeddedRedis() {
      super(SidecarKind.EMBEDDED, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnEmbeddedPostgresqlV1 extends ModesSpecification {
    OnEmbeddedPostgresqlV1() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnEmbeddedPostgresql extends ModesSpecification {
    OnEmbeddedPostgresql() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeInMemory extends ModesSpecification {
    OnNativeInMemory() {
      super(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnNativeSqlite extends ModesSpecification {
    OnNativeSqlite() {
      super(SidecarKind.NATIVE, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnNativeRedis extends ModesSpecification {
    OnNativeRedis() {
      super(SidecarKind.NATIVE, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnNativePostgresqlV1 extends ModesSpecification {
    OnNativePostgresqlV1() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnNativePostgresql extends ModesSpecification {
    OnNativePostgresql() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeCosmosdb extends ModesSpecification {
    OnNativeCosmosdb() {
      super(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }
}
