package dev.slicebench.conformance;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import org.junit.jupiter.api.Nested;

/** The library's event store, held to {@link AnyJsonSpecification} on every store. */
class AnyJsonTest {

  @Nested
  class OnEmbeddedStrict extends AnyJsonSpecification {
    OnEmbeddedStrict() {
      super(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  class OnEmbeddedInMemory extends AnyJsonSpecification {
    OnEmbeddedInMemory() {
      super(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnEmbeddedSqlite extends AnyJsonSpecification {
    OnEmbeddedSqlite() {
      super(SidecarKind.EMBEDDED, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnEmbeddedRedis extends AnyJsonSpecification {
    OnEmbeddedRedis() {
      super(SidecarKind.EMBEDDED, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnEmbeddedPostgresqlV1 extends AnyJsonSpecification {
    OnEmbeddedPostgresqlV1() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnEmbeddedPostgresql extends AnyJsonSpecification {
    OnEmbeddedPostgresql() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeInMemory extends AnyJsonSpecification {
    OnNativeInMemory() {
      super(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnNativeSqlite extends AnyJsonSpecification {
    OnNativeSqlite() {
      super(SidecarKind.NATIVE, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnNativeRedis extends AnyJsonSpecification {
    OnNativeRedis() {
      super(SidecarKind.NATIVE, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnNativePostgresqlV1 extends AnyJsonSpecification {
    OnNativePostgresqlV1() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnNativePostgresql extends AnyJsonSpecification {
    OnNativePostgresql() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeCosmosdb extends AnyJsonSpecification {
    OnNativeCosmosdb() {
      super(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }
}
