package dev.slicebench.bench.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger.
 *
 * @param cost null where the operation fails, since an answer would be larger than gRPC allows
 */
public record Row(Operation operation, @Nullable Cost cost) {}
