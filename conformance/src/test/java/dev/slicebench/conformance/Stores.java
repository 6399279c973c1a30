package dev.slicebench.conformance;

import static dev.slicebench.store.SliceMode.CREATE_ONLY;
import static dev.slicebench.store.SliceMode.OFF;
import static dev.slicebench.store.SliceMode.TRANSACTIONAL;
import static dev.slicebench.store.SliceMode.TWO_PHASED;

import dev.slicebench.sidecar.backend.Backend;
import dev.slicebench.store.SliceMode;
import java.util.List;

/** What the tests hold of each backend. */
final class Stores {

  private Stores() {}

  static List<SliceMode> supported(Backend.BuiltIn backend) {
    return switch (backend) {
      case EMBEDDED_STRICT, COSMOSDB -> List.of(SliceMode.values());
      case IN_MEMORY, SQLITE, REDIS, POSTGRESQL_V1, POSTGRESQL ->
          List.of(OFF, TRANSACTIONAL, TWO_PHASED, CREATE_ONLY);
    };
  }

  /** Those that keep their promises while no connection breaks. */
  static List<SliceMode> safe(Backend.BuiltIn backend) {
    return backend == Backend.BuiltIn.REDIS ? List.of(TWO_PHASED, CREATE_ONLY) : supported(backend);
  }

  /** Whether that changes where one does: rule 7.57. */
  static boolean isUnsafeUnderFaults(Backend.BuiltIn backend) {
    return backend == Backend.BuiltIn.SQLITE;
  }
}
