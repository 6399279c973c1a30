package dev.slicebench.evidence.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger.
 *
 * @param cost null where the operation fails, since an answer would be larger than gRPC allows
 */
public record LedgerRow(LedgerOperation operation, @Nullable Cost cost) {}
