package dev.slicebench.conformance.mutants;

import static dev.slicebench.conformance.mutants.Mutant.beneath;
import static dev.slicebench.conformance.mutants.Mutant.eventStore;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slicebench.conformance.ForwardingEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.Json;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.RecordedEvent;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.state.StateCall.Get;
import dev.slicebench.store.state.StateOperation.Condition;
import dev.slicebench.store.state.StateOperation.Upsert;
import dev.slicebench.store.state.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Event stores that load wrongly, and that write and read their documents wrongly. */
final class WrongReads {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WINDOW = 100;

  private WrongReads() {}

  /** A load, with the store that does it right. */
  @FunctionalInterface
  private interface Loading {
    Flux<RecordedEvent> load(EventStore right, String stream, LoadOptions options);
  }

  private static UnaryOperator<EventStore> loading(Loading wrong) {
    return right ->
        new ForwardingEventStore(right) {
          @Override
          public Flux<RecordedEvent> load(String stream, LoadOptions options) {
            return wrong.load(target, stream, options);
          }
        };
  }

  private static UnaryOperator<EventStore> data(UnaryOperator<Json> wrong) {
    return loading(
        (right, stream, options) ->
            right
                .load(stream, options)
                .map(
                    e ->
                        new RecordedEvent(
                            e.id(), e.name(), e.stream(), wrong.apply(e.data()), e.version())));
  }

  static List<Mutant> mutants() {
    return List.of(
        eventStore(
            "drops the last event of a window",
            "3.9",
            loading(
                (right, stream, options) ->
                    right
                        .load(stream, options)
                        .buffer(WINDOW)
                        .concatMapIterable(
                            window ->
                                window.size() < WINDOW ? window : window.subList(0, WINDOW - 1))),
            "1.13",
            "1.20",
            "1.21"),
        eventStore(
            "forgets all pages but the first",
            "3.9",
            loading((right, stream, options) -> right.load(stream, options).take(200))),
        eventStore(
            "orders versions as strings",
            "3.1",
            loading(
                (right, stream, options) -> {
                  Comparator<RecordedEvent> wrong =
                      Comparator.comparing(e -> String.valueOf(e.version()));
                  return right
                      .load(stream, options)
                      .sort(options.direction() == Direction.FORWARDS ? wrong : wrong.reversed());
                }),
            "1.10",
            "1.13",
            "1.19",
            "2.11",
            "3.2",
            "3.3",
            "3.4",
            "3.7",
            "3.8",
            "3.9",
            "3.10",
            "3.11",
            "3.12",
            "3.13",
            "4.5",
            "4.6"),
        eventStore(
            "begins a load one version too late",
            "3.2",
            loading(
                (right, stream, options) ->
                    right.load(
                        stream,
                        options.from() > 1 && options.from() < Long.MAX_VALUE
                            ? options.withFrom(options.from() + 1)
                            : options)),
            "3.4",
            "3.7",
            "3.8",
            "3.9"),
        eventStore(
            "begins a load at the beginning, always",
            "3.2",
            loading((right, stream, options) -> right.load(stream, options.withFrom(1))),
            "3.4",
            "3.5",
            "3.7",
            "3.8",
            "3.9"),
        eventStore(
            "ends a load one version too early",
            "3.3",
            loading(
                (right, stream, options) ->
                    right.load(
                        stream,
                        options.to() < Long.MAX_VALUE && options.to() > 0
                            ? options.withTo(options.to() - 1)
                            : options)),
            "1.18",
            "3.7",
            "3.8",
            "3.9"),
        eventStore(
            "takes no notice of the count",
            "3.4",
            loading(
                (right, stream, options) ->
                    right.load(stream, options.withMaxCount(Long.MAX_VALUE))),
            "1.16",
            "1.18",
            "3.5",
            "3.7",
            "3.8",
            "3.9"),
        eventStore(
            "takes a count of none for no limit",
            "3.5",
            loading(
                (right, stream, options) ->
                    right.load(
                        stream,
                        options.maxCount() == 0 ? options.withMaxCount(Long.MAX_VALUE) : options))),
        eventStore(
            "fails to load a stream that does not exist",
            "3.6",
            loading(
                (right, stream, options) ->
                    right
                        .head(stream)
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("no stream")))
                        .flatMapMany(head -> right.load(stream, options))),
            "1.17"),
        eventStore(
            "loads forwards when asked for backwards",
            "3.7",
            loading(
                (right, stream, options) ->
                    right
                        .load(stream, options)
                        .sort(Comparator.comparingLong(RecordedEvent::version))),
            "3.4",
            "3.8",
            "3.9"),
        eventStore(
            "counts backwards from the beginning",
            "3.7",
            loading(
                (right, stream, options) ->
                    options.direction() == Direction.BACKWARDS
                            && options.maxCount() < Long.MAX_VALUE
                        ? right
                            .load(stream, options.withDirection(Direction.FORWARDS))
                            .sort(Comparator.comparingLong(RecordedEvent::version).reversed())
                        : right.load(stream, options)),
            "1.16",
            "3.4",
            "3.8",
            "3.9"),
        eventStore(
            "loads no more than 4 MiB",
            "3.10",
            loading(
                (right, stream, options) ->
                    right
                        .load(stream, options)
                        .scanWith(
                            () -> new Object[] {0L, null},
                            (sum, e) -> new Object[] {(Long) sum[0] + e.data().sizeBytes(), e})
                        .skip(1)
                        .takeWhile(sum -> (Long) sum[0] < 4L * 1024 * 1024)
                        .map(sum -> (RecordedEvent) sum[1]))),
        eventStore(
            "mangles unicode",
            "3.11",
            data(json -> Json.parse(json.text().replaceAll("[^\\x00-\\x7f]", "?"))),
            "3.12"),
        eventStore("rounds big numbers", "3.12", data(WrongReads::rounded)),
        eventStore(
            "caches a stale head",
            "4.5",
            right -> {
              Map<String, Long> heads = new ConcurrentHashMap<>();
              return new ForwardingEventStore(right) {
                @Override
                public Mono<Long> head(String stream) {
                  return Mono.defer(
                      () ->
                          heads.containsKey(stream)
                              ? Mono.justOrEmpty(heads.get(stream))
                              : super.head(stream).doOnNext(head -> heads.put(stream, head)));
                }
              };
            },
            "1.16",
            "3.14"),
        eventStore(
            "tells a head beyond the events",
            "3.14",
            right ->
                new ForwardingEventStore(right) {
                  @Override
                  public Mono<Long> head(String stream) {
                    return super.head(stream).map(head -> head + 1);
                  }
                },
            "1.8",
            "1.11",
            "1.14",
            "1.16",
            "1.18",
            "2.2",
            "2.4",
            "2.5",
            "3.13",
            "4.1",
            "4.2",
            "4.5",
            "4.6"),
        eventStore(
            "takes a missing head for version 0",
            "3.6",
            right ->
                new ForwardingEventStore(right) {
                  @Override
                  public Mono<Long> head(String stream) {
                    return super.head(stream).defaultIfEmpty(0L);
                  }
                },
            "1.5",
            "1.11",
            "1.17",
            "3.14"),
        eventStore(
            "takes a failed load for the end of the stream",
            "3.15",
            loading((right, stream, options) -> right.load(stream, options).onErrorComplete()),
            "3.16"),
        beneath(
            "writes before it knows that it may",
            "1.9",
            SliceMode.TRANSACTIONAL,
            WrongReads::marking,
            "2.16",
            "2.17"));
  }

  private static Json rounded(Json json) {
    try {
      Object value = MAPPER.readValue(json.text(), Object.class);
      return value instanceof Number number && number.doubleValue() > 1L << 53
          ? Json.of(number.doubleValue())
          : json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes each write to a head beside it, whether it comes to be or not. */
  private static StateStore marking(StateStore state) {
    return state.intercepted(
        Get.class,
        (get, next) ->
            get.key().endsWith("|head")
                ? next.save(
                        new Upsert(
                            get.key() + "-read",
                            String.valueOf(System.nanoTime()).getBytes(StandardCharsets.UTF_8),
                            Condition.none()),
                        get.metadata())
                    .then(get.on(next))
                : get.on(next));
  }
}
