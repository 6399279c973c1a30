package dev.slicebench.store.state;

import dev.slicebench.store.state.StateCall.BulkGet;
import dev.slicebench.store.state.StateCall.Delete;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateCall.Query;
import dev.slicebench.store.state.StateCall.Save;
import dev.slicebench.store.state.StateCall.Transact;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A state store all of whose calls go to an interceptor. */
record InterceptedStateStore(StateStore target, Interceptor interceptor) implements StateStore {

  private <R> Mono<R> call(StateCall<R> call) {
    return Mono.defer(() -> interceptor.around(call, target));
  }

  @Override
  public Mono<StateItem> get(String key, Map<String, String> metadata) {
    return call(new Get(key, metadata));
  }

  @Override
  public Mono<Map<String, StateItem>> bulkGet(List<String> keys, Map<String, String> metadata) {
    return call(new BulkGet(keys, metadata));
  }

  @Override
  public Mono<Void> save(StateOperation.Upsert upsert, Map<String, String> metadata) {
    return call(new Save(upsert, metadata));
  }

  @Override
  public Mono<Void> delete(StateOperation.Delete delete, Map<String, String> metadata) {
    return call(new Delete(delete, metadata));
  }

  @Override
  public Mono<Void> transact(
      List<? extends StateOperation> operations, Map<String, String> metadata) {
    return call(new Transact(operations, metadata));
  }

  @Override
  public Mono<List<StateItem>> query(String query, Map<String, String> metadata) {
    return call(new Query(query, metadata));
  }
}
