package dev.slicebench.conformance;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import org.junit.jupiter.api.Nested;

/** The library's event store, held to {@link RaceSpecification} on every store. */
class RaceTest {

  @Nested
  class OnEmbeddedStrict extends RaceSpecification {
    OnEmbeddedStrict() {
      super(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  class OnEmbeddedInMemory extends RaceSpecification {
    OnEmbeddedInMemory() {
      super(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnEmbeddedSqlite extends RaceSpecification {
    OnEmbeddedSqlite() {
      super(SidecarKind.EMBEDDED, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnEmbeddedRedis extends RaceSpecification {
    OnEmbeddedRedis() {
      super(SidecarKind.EMBEDDED, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnEmbeddedPostgresqlV1 extends RaceSpecification {
    OnEmbeddedPostgresqlV1() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnEmbeddedPostgresql extends RaceSpecification {
    OnEmbeddedPostgresql() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeInMemory extends RaceSpecification {
    OnNativeInMemory() {
      super(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnNativeSqlite extends RaceSpecification {
    OnNativeSqlite() {
      super(SidecarKind.NATIVE, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnNativeRedis extends RaceSpecification {
    OnNativeRedis() {
      super(SidecarKind.NATIVE, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnNativePostgresqlV1 extends RaceSpecification {
    OnNativePostgresqlV1() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnNativePostgresql extends RaceSpecification {
    OnNativePostgresql() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeCosmosdb extends RaceSpecification {
    OnNativeCosmosdb() {
      super(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }
}
