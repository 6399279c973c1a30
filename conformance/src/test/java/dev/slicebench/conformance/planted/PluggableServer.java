package dev.slicebench.conformance.planted;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.slicebench.conformance.planted.PlantedStore.Document;
import dev.slicebench.conformance.planted.PlantedStore.Found;
import dev.slicebench.conformance.planted.PlantedStore.Write;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Serves a store to daprd as a pluggable component, by gRPC on a Unix domain socket. Messages are
 * read and written by the numbers of their fields (dapr/proto/components/v1/state.proto), since no
 * artifact has their classes.
 */
final class PluggableServer implements AutoCloseable {

  private static final String PACKAGE = "dapr.proto.components.v1.";
  private static final String STORE = PACKAGE + "StateStore";
  private static final String TRANSACTIONS = PACKAGE + "TransactionalStateStore";
  private static final String QUERIES = PACKAGE + "QueriableStateStore";
  private static final String LIMIT = PACKAGE + "TransactionalStoreMultiMaxSize";

  /** By it daprd asks which services there are. */
  private static final String REFLECTION = "grpc.reflection.v1alpha.ServerReflection";

  private static final UnknownFieldSet NOTHING = UnknownFieldSet.getDefaultInstance();
  private static final int FIRST_WRITE = 1;
  private static final int LARGEST_MESSAGE = 64 << 20;

  private final Path socket;
  private final PlantedStore store;
  private final EventLoopGroup threads = new NioEventLoopGroup(2);
  private final ExecutorService calls = Executors.newCachedThreadPool();
  private final Server server;

  /** Serves {@code store} at {@code socket}, which is there when this returns. */
  PluggableServer(Path socket, PlantedStore store) throws IOException {
    this.socket = socket;
    this.store = store;
    this.server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .executor(calls)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .addService(
                service(
                    STORE,
                    Map.of(
                        "Init", this::init,
                        "Features", request -> features("ETAG", "TRANSACTIONAL", "QUERY_API"),
                        "Ping", request -> NOTHING,
                        "Get", this::get,
                        "BulkGet", this::bulkGet,
                        "Set", request -> write(set(request)),
                        "BulkSet", this::bulkSet,
                        "Delete", request -> write(delete(request)),
                        "BulkDelete", this::bulkDelete)))
            .addService(service(TRANSACTIONS, Map.of("Transact", this::transact)))
            .addService(service(QUERIES, Map.of("Query", this::query)))
            .addService(service(LIMIT, Map.of("MultiMaxSize", request -> number(1, -1))))
            .addService(reflection())
            .build()
            .start();
  }

  private static ServerServiceDefinition service(
      String name, Map<String, UnaryOperator<UnknownFieldSet>> methods) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
    methods.forEach(
        (method, answer) ->
            service.addMethod(
                method(name, method, MethodType.UNARY),
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      try {
                        observer.onNext(answer.apply(request));
                        observer.onCompleted();
                      } catch (RuntimeException e) {
                        observer.onError(e);
                      }
                    })));
    return service.build();
  }

  private static MethodDescriptor<UnknownFieldSet, UnknownFieldSet> method(
      String service, String name, MethodType type) {
    return MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
        .setType(type)
        .setFullMethodName(service + "/" + name)
        .setRequestMarshaller(ProtoLiteUtils.marshaller(NOTHING))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(NOTHING))
        .build();
  }

  /** Answers every request, whatever it asks, with the names of the services. */
  private static ServerServiceDefinition reflection() {
    Field.Builder services = Field.newBuilder();
    for (String service : List.of(STORE, TRANSACTIONS, QUERIES, LIMIT)) {
      services.addLengthDelimited(text(1, service).toByteString());
    }
    UnknownFieldSet list = UnknownFieldSet.newBuilder().addField(1, services.build()).build();
    return ServerServiceDefinition.builder(REFLECTION)
        .addMethod(
            method(REFLECTION, "ServerReflectionInfo", MethodType.BIDI_STREAMING),
            ServerCalls.asyncBidiStreamingCall(
                answers ->
                    new StreamObserver<UnknownFieldSet>() {
                      @Override
                      public void onNext(UnknownFieldSet request) {
                        answers.onNext(bytes(6, list.toByteString()));
                      }

                      @Override
                      public void onError(Throwable e) {
                        // daprd has gone.
                      }

                      @Override
                      public void onCompleted() {
                        answers.onCompleted();
                      }
                    }))
        .build();
  }

  private UnknownFieldSet init(UnknownFieldSet request) {
    store.restart();
    return NOTHING;
  }

  private static UnknownFieldSet features(String... names) {
    Field.Builder features = Field.newBuilder();
    for (String name : names) {
      features.addLengthDelimited(ByteString.copyFromUtf8(name));
    }
    return UnknownFieldSet.newBuilder().addField(1, features.build()).build();
  }

  private UnknownFieldSet get(UnknownFieldSet request) {
    Document document = store.read(List.of(textOf(request, 1)), false).get(0).orElse(null);
    return document == null ? NOTHING : found(1, document).build();
  }

  private UnknownFieldSet bulkGet(UnknownFieldSet request) {
    List<String> keys = all(request, 1).stream().map(item -> textOf(item, 1)).toList();
    List<Optional<Document>> documents = store.read(keys, true);
    Field.Builder items = Field.newBuilder();
    for (int i = 0; i < keys.size(); i++) {
      UnknownFieldSet.Builder item =
          documents
              .get(i)
              .map(document -> found(2, document))
              .orElseGet(UnknownFieldSet::newBuilder);
      items.addLengthDelimited(item.mergeFrom(text(1, keys.get(i))).build().toByteString());
    }
    return UnknownFieldSet.newBuilder().addField(1, items.build()).build();
  }

  private UnknownFieldSet query(UnknownFieldSet request) {
    UnknownFieldSet query = messageOf(request, 1);
    List<Predicate<JsonNode>> filters =
        all(query, 1).stream()
            .map(filter -> PlantedFilter.of(textOf(filter, 1), textOf(messageOf(filter, 2), 2)))
            .toList();
    String order = all(query, 2).stream().findFirst().map(sort -> textOf(sort, 1)).orElse("");
    Field.Builder items = Field.newBuilder();
    for (Found one :
        store.query(json -> filters.stream().allMatch(filter -> filter.test(json)), order)) {
      items.addLengthDelimited(
          found(2, one.document()).mergeFrom(text(1, one.key())).build().toByteString());
    }
    return UnknownFieldSet.newBuilder().addField(1, items.build()).build();
  }

  /** A document's value and its etag, as fields {@code number} and the next. */
  private static UnknownFieldSet.Builder found(int number, Document document) {
    return bytes(number, document.value()).toBuilder()
        .mergeFrom(bytes(number + 1, text(1, document.etag()).toByteString()));
  }

  private static Write set(UnknownFieldSet request) {
    return new Write(
        textOf(request, 1),
        bytesOf(request, 2),
        textOf(messageOf(request, 3), 1),
        isFirstWrite(messageOf(request, 5)));
  }

  private static Write delete(UnknownFieldSet request) {
    return new Write(textOf(request, 1), null, textOf(messageOf(request, 2), 1), false);
  }

  private static boolean isFirstWrite(UnknownFieldSet options) {
    return options.getField(1).getVarintList().contains((long) FIRST_WRITE);
  }

  private UnknownFieldSet write(Write write) {
    return refuse(store.write(List.of(write), false));
  }

  private UnknownFieldSet bulkSet(UnknownFieldSet request) {
    all(request, 1).forEach(item -> write(set(item)));
    return NOTHING;
  }

  private UnknownFieldSet bulkDelete(UnknownFieldSet request) {
    all(request, 1).forEach(item -> write(delete(item)));
    return NOTHING;
  }

  private UnknownFieldSet transact(UnknownFieldSet request) {
    List<Write> writes = new ArrayList<>();
    for (UnknownFieldSet operation : all(request, 1)) {
      writes.add(
          operation.hasField(1) ? delete(messageOf(operation, 1)) : set(messageOf(operation, 2)));
    }
    return refuse(store.write(writes, true));
  }

  /** Tells a refusal in such a way that daprd takes it for an etag's mismatch. */
  private static UnknownFieldSet refuse(Optional<String> refusal) {
    if (refusal.isEmpty()) {
      return NOTHING;
    }
    BadRequest.FieldViolation violation =
        BadRequest.FieldViolation.newBuilder()
            .setField("etag")
            .setDescription(refusal.get())
            .build();
    throw StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.FAILED_PRECONDITION_VALUE)
            .setMessage(refusal.get())
            .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(violation).build()))
            .build());
  }

  private static UnknownFieldSet bytes(int field, ByteString value) {
    return UnknownFieldSet.newBuilder()
        .addField(field, Field.newBuilder().addLengthDelimited(value).build())
        .build();
  }

  private static UnknownFieldSet text(int field, String value) {
    return bytes(field, ByteString.copyFromUtf8(value));
  }

  private static UnknownFieldSet number(int field, long value) {
    return UnknownFieldSet.newBuilder()
        .addField(field, Field.newBuilder().addVarint(value).build())
        .build();
  }

  private static List<UnknownFieldSet> all(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(PluggableServer::parse)
        .toList();
  }

  private static UnknownFieldSet messageOf(UnknownFieldSet message, int field) {
    return parse(bytesOf(message, field));
  }

  private static String textOf(UnknownFieldSet message, int field) {
    return bytesOf(message, field).toStringUtf8();
  }

  private static ByteString bytesOf(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }

  private static UnknownFieldSet parse(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.shutdownNow();
    calls.shutdownNow();
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    Files.deleteIfExists(socket);
  }
}
