package dev.slicebench.conformance;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import org.junit.jupiter.api.Nested;

/** The library's event store, held to {@link DotnetStreamsSpecification} on every store. */
class DotnetStreamsTest {

  @Nested
  class OnEmbeddedStrict extends DotnetStreamsSpecification {
    OnEmbeddedStrict() {
      super(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  class OnEmbeddedInMemory extends DotnetStreamsSpecification {
    OnEmbeddedInMemory() {
      super(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnEmbeddedSqlite extends DotnetStreamsSpecification {
    OnEmbeddedSqlite() {
      super(SidecarKind.EMBEDDED, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnEmbeddedRedis extends DotnetStreamsSpecification {
    OnEmbeddedRedis() {
      super(SidecarKind.EMBEDDED, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnEmbeddedPostgresqlV1 extends DotnetStreamsSpecification {
    OnEmbeddedPostgresqlV1() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnEmbeddedPostgresql extends DotnetStreamsSpecification {
    OnEmbeddedPostgresql() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeInMemory extends DotnetStreamsSpecification {
    OnNativeInMemory() {
      super(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnNativeSqlite extends DotnetStreamsSpecification {
    OnNativeSqlite() {
      super(SidecarKind.NATIVE, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnNativeRedis extends DotnetStreamsSpecification {
    OnNativeRedis() {
      super(SidecarKind.NATIVE, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnNativePostgresqlV1 extends DotnetStreamsSpecification {
    OnNativePostgresqlV1() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnNativePostgresql extends DotnetStreamsSpecification {
    OnNativePostgresql() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeCosmosdb extends DotnetStreamsSpecification {
    OnNativeCosmosdb() {
      super(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }
}
