package dev.slicebench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slicebench.evidence.SidecarInfo;
import dev.slicebench.sidecar.EmbeddedSidecar;
import dev.slicebench.sidecar.backend.Backend.BuiltIn;
import dev.slicebench.sidecar.embedded.CallRecorder;
import dev.slicebench.store.BlockingEventStore;
import dev.slicebench.store.DaprEventStore;
import dev.slicebench.store.Direction;
import dev.slicebench.store.EventStore;
import dev.slicebench.store.ExpectedVersion;
import dev.slicebench.store.LoadOptions;
import dev.slicebench.store.SliceMode;
import dev.slicebench.store.StoreProfile;
import dev.slicebench.store.state.DaprStateStore;
import io.dapr.client.DaprClient;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

/** A long load asks for several windows at a time, and for no more than its reader takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadWindowsTest {

  private static final int EVENTS = 2_000;

  /** What may be asked for ahead: the head, and windows of 100 in flight and behind them. */
  private static final int CALLS_AHEAD = 10;

  private final CallRecorder calls = new CallRecorder();
  private final Meeting meeting = new Meeting();
  private EmbeddedSidecar sidecar;
  private DaprClient client;

  @BeforeAll
  void start() {
    sidecar = EmbeddedSidecar.start(BuiltIn.EMBEDDED_STRICT, calls, meeting);
    client = SidecarUnderTest.clientOf(sidecar);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  @ParameterizedTest
  @EnumSource
  void windowsAreInFlightTogether(SliceMode mode) {
    String stream = longStream(mode, 30, 20);
    boolean slices = mode != SliceMode.OFF && mode != SliceMode.OFF_AND_SHARED_ALL;
    // The first read looks for another mode's stream; the first window of a stream of slices shows
    // whether they are regular, before the rest is read.
    CountDownLatch both = meeting.ofTwo(slices ? 2 : 1);

    assertThat(open(mode).blocking().load(stream)).hasSize(EVENTS);

    assertThat(both.getCount()).as("windows that were not met by another").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatStopsEndsTheReading(SliceMode mode) {
    String stream = longStream(mode, 50, 50);
    // Forwards, the chain of slices has to be walked from its end.
    LoadOptions options =
        mode == SliceMode.TWO_PHASED
            ? LoadOptions.all().withDirection(Direction.BACKWARDS)
            : LoadOptions.all();
    calls.takeMethods();

    StepVerifier.create(open(mode).load(stream, options), 0)
        .thenRequest(5)
        .expectNextCount(5)
        .expectNoEvent(Duration.ofMillis(50))
        .thenCancel()
        .verify();

    assertThat(calls.takeMethods()).hasSizeLessThanOrEqualTo(CALLS_AHEAD);
  }

  private String longStream(SliceMode mode, int oneAppend, int theNext) {
    String stream = StoreTest.newStream();
    BlockingEventStore store = open(mode).blocking();
    for (int head = 0; head < EVENTS; head += oneAppend + theNext) {
      store.append(stream, ExpectedVersion.exact(head), StoreTest.events(oneAppend));
      store.append(stream, ExpectedVersion.exact(head + oneAppend), StoreTest.events(theNext));
    }
    return stream;
  }

  private EventStore open(SliceMode mode) {
    SidecarInfo.Component component = sidecar.info().component();
    StoreProfile profile =
        StoreProfile.of(component.type(), component.version(), component.capabilities());
    return DaprEventStore.builder(new DaprStateStore(client, component.name()), profile, mode)
        .build();
  }

  /** Holds the reads of windows until two of them are there at once. */
  private static final class Meeting implements ServerInterceptor {

    private final AtomicInteger passing = new AtomicInteger();
    private volatile CountDownLatch awaited = new CountDownLatch(0);

    /** Two reads of those that come after the first {@code alone} ones. */
    CountDownLatch ofTwo(int alone) {
      CountDownLatch two = new CountDownLatch(2);
      passing.set(alone);
      awaited = two;
      return two;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String name = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      CountDownLatch two = awaited;
      boolean read = name.equals("GetBulkState") || name.equals("QueryStateAlpha1");
      if (two.getCount() > 0 && read && passing.getAndDecrement() <= 0) {
        two.countDown();
        try {
          if (!two.await(30, TimeUnit.SECONDS)) {
            awaited = new CountDownLatch(0);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return next.startCall(call, headers);
    }
  }
}
