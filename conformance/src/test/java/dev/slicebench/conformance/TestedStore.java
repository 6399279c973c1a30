package dev.slicebench.conformance;

import static dev.slicebench.store.SliceMode.CREATE_ONLY;
import static dev.slicebench.store.SliceMode.OFF;
import static dev.slicebench.store.SliceMode.TRANSACTIONAL;
import static dev.slicebench.store.SliceMode.TWO_PHASED;

import dev.slicebench.evidence.SidecarKind;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.store.SliceMode;
import java.util.List;

/**
 * The stores that tests run on, each a kind of sidecar with a backend, and what the tests hold of
 * them; named here, not asked of the library under test.
 */
public enum TestedStore {
  EMBEDDED_STRICT(SidecarKind.EMBEDDED, BuiltIn.EMBEDDED_STRICT),
  EMBEDDED_IN_MEMORY(SidecarKind.EMBEDDED, BuiltIn.IN_MEMORY),
  EMBEDDED_SQLITE(SidecarKind.EMBEDDED, BuiltIn.SQLITE),
  EMBEDDED_REDIS(SidecarKind.EMBEDDED, BuiltIn.REDIS),
  EMBEDDED_POSTGRESQL_V1(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL_V1),
  EMBEDDED_POSTGRESQL(SidecarKind.EMBEDDED, BuiltIn.POSTGRESQL),
  NATIVE_IN_MEMORY(SidecarKind.NATIVE, BuiltIn.IN_MEMORY),
  NATIVE_SQLITE(SidecarKind.NATIVE, BuiltIn.SQLITE),
  NATIVE_REDIS(SidecarKind.NATIVE, BuiltIn.REDIS),
  NATIVE_POSTGRESQL_V1(SidecarKind.NATIVE, BuiltIn.POSTGRESQL_V1),
  NATIVE_POSTGRESQL(SidecarKind.NATIVE, BuiltIn.POSTGRESQL),
  NATIVE_COSMOSDB(SidecarKind.NATIVE, BuiltIn.COSMOSDB);

  private final SidecarKind kind;
  private final BuiltIn backend;

  TestedStore(SidecarKind kind, BuiltIn backend) {
    this.kind = kind;
    this.backend = backend;
  }

  SidecarKind kind() {
    return kind;
  }

  BuiltIn backend() {
    return backend;
  }

  /** The modes that the store supports. */
  List<SliceMode> supported() {
    return switch (backend) {
      case EMBEDDED_STRICT, COSMOSDB -> List.of(SliceMode.values());
      case IN_MEMORY, SQLITE, REDIS, POSTGRESQL_V1, POSTGRESQL ->
          List.of(OFF, TRANSACTIONAL, TWO_PHASED, CREATE_ONLY);
    };
  }

  /** The modes that keep their promises while no connection breaks. */
  List<SliceMode> safe() {
    return backend == BuiltIn.REDIS ? List.of(TWO_PHASED, CREATE_ONLY) : supported();
  }

  /** Whether all modes are unsafe where a connection breaks: rule 7.57. */
  boolean isUnsafeUnderFaults() {
    return backend == BuiltIn.SQLITE;
  }
}
