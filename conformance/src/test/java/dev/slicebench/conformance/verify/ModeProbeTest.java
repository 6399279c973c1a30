package dev.slicebench.conformance.verify;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import org.junit.jupiter.api.Nested;

/** The mode probe, held to {@link ModeProbeSpecification} on every store. */
class ModeProbeTest {

  @Nested
  class OnEmbeddedStrict extends ModeProbeSpecification {
    OnEmbeddedStrict() {
      super(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT);
    }
  }

  @Nested
  class OnEmbeddedInMemory extends ModeProbeSpecification {
    OnEmbeddedInMemory() {
      super(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnEmbeddedSqlite extends ModeProbeSpecification {
    OnEmbeddedSqlite() {
      super(SidecarKind.EMBEDDED, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnEmbeddedRedis extends ModeProbeSpecification {
    OnEmbeddedRedis() {
      super(SidecarKind.EMBEDDED, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnEmbeddedPostgresqlV1 extends ModeProbeSpecification {
    OnEmbeddedPostgresqlV1() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnEmbeddedPostgresql extends ModeProbeSpecification {
    OnEmbeddedPostgresql() {
      super(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeInMemory extends ModeProbeSpecification {
    OnNativeInMemory() {
      super(SidecarKind.NATIVE, BuiltIn.IN_MEMORY);
    }
  }

  @Nested
  class OnNativeSqlite extends ModeProbeSpecification {
    OnNativeSqlite() {
      super(SidecarKind.NATIVE, BuiltIn.SQLITE);
    }
  }

  @Nested
  class OnNativeRedis extends ModeProbeSpecification {
    OnNativeRedis() {
      super(SidecarKind.NATIVE, BuiltIn.REDIS);
    }
  }

  @Nested
  class OnNativePostgresqlV1 extends ModeProbeSpecification {
    OnNativePostgresqlV1() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1);
    }
  }

  @Nested
  class OnNativePostgresql extends ModeProbeSpecification {
    OnNativePostgresql() {
      super(SidecarKind.NATIVE, BuiltIn.POSTGRESQL);
    }
  }

  @Nested
  class OnNativeCosmosdb extends ModeProbeSpecification {
    OnNativeCosmosdb() {
      super(SidecarKind.NATIVE, BuiltIn.COSMOSDB);
    }
  }
}
