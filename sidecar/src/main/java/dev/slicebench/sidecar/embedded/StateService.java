package dev.slicebench.sidecar.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import dev.slicebench.cosmos.wire.RemoteTraffic;
import dev.slicebench.cosmos.wire.Traffic;
import dev.slicebench.sidecar.embedded.ComponentException.Kind;
import dev.slicebench.sidecar.embedded.ComponentOperation.Concurrency;
import dev.slicebench.sidecar.embedded.ComponentOperation.Delete;
import dev.slicebench.sidecar.embedded.ComponentOperation.Upsert;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.dapr.v1.DaprMetadataProtos.RegisteredComponents;
import io.dapr.v1.DaprProtos.ShutdownRequest;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteBulkStateRequest;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.QueryStateItem;
import io.dapr.v1.DaprStateProtos.QueryStateRequest;
import io.dapr.v1.DaprStateProtos.QueryStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state part of Dapr's API over one component. */
final class StateService extends DaprGrpc.DaprImplBase {

  private static final String SEPARATOR = "||";

  private final String appId;
  private final String store;
  private final MimickedComponent profile;
  private final StateComponent component;
  private final Runnable shutdown;

  StateService(String appId, String store, MimickedComponent profile, Runnable shutdown) {
    this.appId = appId;
    this.store = store;
    this.profile = profile;
    this.component = profile.newComponent();
    this.shutdown = shutdown;
  }

  @FunctionalInterface
  private interface Call<T> {
    T answer();
  }

  private static <T extends MessageLite> void answer(StreamObserver<T> observer, Call<T> call) {
    T answer;
    try {
      answer = call.answer();
      int bytes = answer.getSerializedSize();
      if (bytes > EmbeddedServer.MAX_MESSAGE_BYTES) {
        throw DaprErrors.tooLarge("trying to send", bytes, EmbeddedServer.MAX_MESSAGE_BYTES);
      }
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  @Override
  public void getState(GetStateRequest request, StreamObserver<GetStateResponse> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          Entry entry;
          try {
            entry = component.get(stored(request.getKey()), request.getMetadataMap());
          } catch (ComponentException e) {
            throw DaprErrors.get(store, request.getKey(), e);
          }
          return entry == null
              ? GetStateResponse.getDefaultInstance()
              : GetStateResponse.newBuilder().setData(entry.data()).setEtag(entry.etag()).build();
        });
  }

  @Override
  public void getBulkState(
      GetBulkStateRequest request, StreamObserver<GetBulkStateResponse> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          List<String> keys = new ArrayList<>(request.getKeysCount());
          for (String key : request.getKeysList()) {
            keys.add(stored(key));
          }
          GetBulkStateResponse.Builder response = GetBulkStateResponse.newBuilder();
          List<StateComponent.Found> all;
          try {
            all = component.getBulk(keys, request.getMetadataMap());
          } catch (ComponentException e) {
            throw DaprErrors.getBulk(store, e);
          }
          for (StateComponent.Found found : all) {
            BulkStateItem.Builder item = response.addItemsBuilder().setKey(original(found.key()));
            Entry entry = found.entry();
            if (entry != null) {
              item.setData(entry.data()).setEtag(entry.etag());
            }
          }
          return response.build();
        });
  }

  @Override
  public void saveState(SaveStateRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          List<ComponentOperation> operations = new ArrayList<>(request.getStatesCount());
          for (StateItem item : request.getStatesList()) {
            if (item.getKey().isEmpty()) {
              throw DaprErrors.emptyKey();
            }
            operations.add(saved(item, stored(item.getKey())));
          }
          try {
            writeEach(operations);
          } catch (ComponentException e) {
            throw DaprErrors.save(store, e);
          }
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void deleteState(DeleteStateRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          Delete delete =
              new Delete(
                  stored(request.getKey()),
                  request.getEtag().getValue(),
                  concurrency(request.getOptions()),
                  request.getMetadataMap());
          try {
            component.write(delete);
          } catch (ComponentException e) {
            throw DaprErrors.delete(request.getKey(), e);
          }
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void deleteBulkState(DeleteBulkStateRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          List<ComponentOperation> operations = new ArrayList<>(request.getStatesCount());
          for (StateItem item : request.getStatesList()) {
            operations.add(delete(item, stored(item.getKey())));
          }
          try {
            writeEach(operations);
          } catch (ComponentException e) {
            throw DaprErrors.deleteBulk(store, e);
          }
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void executeStateTransaction(
      ExecuteStateTransactionRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          List<ComponentOperation> operations = new ArrayList<>(request.getOperationsCount());
          for (TransactionalStateOperation operation : request.getOperationsList()) {
            StateItem item = operation.getRequest();
            String key = stored(item.getKey());
            operations.add(
                switch (operation.getOperationType()) {
                  case "upsert" -> upsert(item, key, item.getValue(), true);
                  case "delete" -> delete(item, key);
                  default -> throw DaprErrors.unknownOperation(operation.getOperationType());
                });
          }
          if (operations.size() > component.maxOperations()) {
            throw DaprErrors.tooManyOperations(store, operations.size(), component.maxOperations());
          }
          try {
            component.transact(operations, request.getMetadataMap());
          } catch (ComponentException e) {
            throw DaprErrors.transaction(e);
          }
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void queryStateAlpha1(
      QueryStateRequest request, StreamObserver<QueryStateResponse> observer) {
    answer(
        observer,
        () -> {
          checkStore(request.getStoreName());
          if (!component.isQuerier()) {
            throw DaprErrors.noQuery(store);
          }
          StateComponent.Page page;
          try {
            page = component.query(Query.parse(request.getQuery()), request.getMetadataMap());
          } catch (ComponentException e) {
            throw DaprErrors.query(store, e);
          }
          if (page.rows().isEmpty()) {
            return QueryStateResponse.getDefaultInstance();
          }
          QueryStateResponse.Builder response =
              QueryStateResponse.newBuilder().setToken(page.token());
          for (StateComponent.Row row : page.rows()) {
            response.addResults(
                QueryStateItem.newBuilder()
                    .setKey(original(row.key()))
                    .setData(row.data())
                    .setEtag(row.etag()));
          }
          return response.build();
        });
  }

  @Override
  public void getMetadata(
      GetMetadataRequest request, StreamObserver<GetMetadataResponse> observer) {
    answer(
        observer,
        () -> {
          GetMetadataResponse.Builder metadata =
              GetMetadataResponse.newBuilder()
                  .setId(appId)
                  .setRuntimeVersion(EmbeddedServer.RUNTIME_VERSION)
                  .putExtendedMetadata("daprRuntimeVersion", EmbeddedServer.RUNTIME_VERSION)
                  .addRegisteredComponents(
                      RegisteredComponents.newBuilder()
                          .setName(store)
                          .setType(profile.type())
                          .setVersion(profile.version())
                          .addAllCapabilities(profile.capabilities()));
          traffic()
              .ifPresent(
                  traffic ->
                      metadata.putExtendedMetadata(
                          EmbeddedServer.TRAFFIC,
                          new String(RemoteTraffic.encode(traffic), StandardCharsets.UTF_8)));
          return metadata.build();
        });
  }

  /** Returns what the component's Cosmos DB was asked so far. */
  Optional<Traffic> traffic() {
    return component.traffic();
  }

  @Override
  public void shutdown(ShutdownRequest request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
    shutdown.run();
  }

  /** Each by itself: one that is refused does not undo another. */
  private void writeEach(List<ComponentOperation> operations) throws ComponentException {
    if (operations.size() == 1) {
      component.write(operations.get(0));
      return;
    }
    List<ComponentException> failures = new ArrayList<>();
    for (ComponentOperation operation : operations) {
      try {
        component.write(operation);
      } catch (ComponentException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw joined(failures);
    }
  }

  /**
   * daprd's rule: only etag failures count as one more etag failure around them; the first one
   * gives the code.
   */
  private static ComponentException joined(List<ComponentException> failures) {
    String texts =
        failures.stream().map(ComponentException::text).collect(Collectors.joining("\n"));
    if (failures.stream().allMatch(failure -> failure.kind() != Kind.OTHER)) {
      return failures.stream().anyMatch(failure -> failure.kind() == Kind.INVALID)
          ? ComponentException.invalid(texts)
          : ComponentException.mismatch(texts);
    }
    Kind kind =
        failures.stream()
            .map(ComponentException::kind)
            .filter(one -> one != Kind.OTHER)
            .findFirst()
            .orElse(Kind.OTHER);
    return ComponentException.joined(kind, texts);
  }

  private void checkStore(String name) {
    if (!name.equals(store)) {
      throw DaprErrors.notFound(name);
    }
  }

  private String stored(String key) {
    if (key.contains(SEPARATOR)) {
      throw DaprErrors.illegalKey(store, key);
    }
    return appId + SEPARATOR + key;
  }

  private String original(String storedKey) {
    return storedKey.substring(appId.length() + SEPARATOR.length());
  }

  private static Upsert upsert(StateItem item, String key, ByteString data, boolean binary) {
    refuseExpiry(item.getMetadataMap());
    return new Upsert(
        key,
        data,
        binary,
        item.getEtag().getValue(),
        concurrency(item.getOptions()),
        item.getMetadataMap());
  }

  private static Delete delete(StateItem item, String key) {
    return new Delete(
        key, item.getEtag().getValue(), concurrency(item.getOptions()), item.getMetadataMap());
  }

  /**
   * Returns the write of a value that is saved by itself: daprd parses it where its contentType is
   * JSON's.
   */
  private Upsert saved(StateItem item, String key) {
    Upsert plain = upsert(item, key, item.getValue(), true);
    if (!plain.jsonContent()) {
      return plain;
    }
    try {
      String text = component.encode(GoJson.parse(item.getValue()));
      return upsert(item, key, ByteString.copyFromUtf8(text), false);
    } catch (GoJson.InvalidJson e) {
      throw DaprErrors.invalidJson(e.text());
    }
  }

  private static void refuseExpiry(Map<String, String> metadata) {
    if (!metadata.getOrDefault("ttlInSeconds", "").isEmpty()) {
      throw DaprErrors.noExpiry();
    }
  }

  private static Concurrency concurrency(StateOptions options) {
    return switch (options.getConcurrency()) {
      case CONCURRENCY_FIRST_WRITE -> Concurrency.FIRST_WRITE;
      case CONCURRENCY_LAST_WRITE -> Concurrency.LAST_WRITE;
      default -> Concurrency.UNSPECIFIED;
    };
  }
}
