package dev.slicebench.sidecar.embedded;

import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.in-memory}: every condition of a transaction is checked against the state before it.
 */
class InMemoryComponent extends MemoryComponent {

  @Override
  final void transactLocked(List<ComponentOperation> operations) throws ComponentException {
    for (ComponentOperation operation : operations) {
      check(operation, current(operation.key()));
    }
    for (ComponentOperation operation : operations) {
      apply(unconditional(operation), true);
    }
  }

  private static ComponentOperation unconditional(ComponentOperation operation) {
    if (operation instanceof Upsert upsert) {
      return new Upsert(
          upsert.key(),
          upsert.data(),
          upsert.binary(),
          "",
          ComponentOperation.Concurrency.UNSPECIFIED,
          upsert.metadata());
    }
    return new Delete(
        operation.key(), "", ComponentOperation.Concurrency.UNSPECIFIED, operation.metadata());
  }

  @Override
  final Entry upserted(Upsert upsert, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    check(upsert, current);
    return new Entry(upsert.key(), upsert.data(), Etags.random(), false, upsert.binary());
  }

  @Override
  final void checkDelete(Delete delete, @Nullable Entry current, boolean inTransaction)
      throws ComponentException {
    check(delete, current);
  }

  private static void check(ComponentOperation operation, @Nullable Entry current)
      throws ComponentException {
    if (operation.createOnly() && current != null) {
      throw ComponentException.mismatch("item already exists and no etag was passed");
    }
    if (operation.hasEtag()) {
      if (current == null) {
        throw ComponentException.mismatch("state not exist or expired for key=" + operation.key());
      }
      if (!current.etag().equals(operation.etag())) {
        throw ComponentException.mismatch(
            "state etag not match for key="
                + operation.key()
                + ": current="
                + current.etag()
                + ", expect="
                + operation.etag());
      }
    }
  }
}
