package dev.slicebench.answer.recommend;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slicebench.evidence.Benchmark;
import dev.slicebench.evidence.ledger.Contact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an event store, in the form that its file has.
 *
 * @param description what it stands for, in a sentence
 * @param appendsPerSecond over all streams
 * @param eventsPerAppend events that an append carries, as a rule
 * @param payloadBytes the size of an event's data as JSON
 * @param streamLengths how long the streams are that are appended to and loaded
 * @param wholeLoadsPerAppend loads of whole streams for each append
 * @param tailLoadsPerAppend loads of a stream's last ten events for each append
 * @param writersPerStream how many store instances append to one stream
 * @param clientRoundTripMs what the network between client and sidecar adds to a round trip, in
 *     milliseconds
 * @param storeRoundTripMs what the network between sidecar and store adds to a round trip, in
 *     milliseconds
 * @param pricePerMillionRequestUnits in any currency; null where request units do not matter
 */
public record Workload(
    @JsonProperty(required = true) String description,
    @JsonProperty(required = true) double appendsPerSecond,
    @JsonProperty(required = true) int eventsPerAppend,
    @JsonProperty(required = true) int payloadBytes,
    @JsonProperty(required = true) List<StreamLength> streamLengths,
    @JsonProperty(required = true) double wholeLoadsPerAppend,
    @JsonProperty(required = true) double tailLoadsPerAppend,
    @JsonProperty(required = true) int writersPerStream,
    @JsonProperty(required = true) double clientRoundTripMs,
    @JsonProperty(required = true) double storeRoundTripMs,
    @Nullable Double pricePerMillionRequestUnits) {

  /** What the longest profile measures. */
  private static final int MOST_EVENTS_PER_APPEND = 50;

  private static final int MOST_EVENTS_PER_STREAM = 10_000;
  private static final int MOST_PAYLOAD_BYTES = 10_240;

  /** A JSON string has two quotes. */
  private static final int FEWEST_PAYLOAD_BYTES = 2;

  private static final double SHARE_TOLERANCE = 0.001;

  /**
   * Streams of one length.
   *
   * @param share of all appends, from 0 to 1
   */
  public record StreamLength(
      @JsonProperty(required = true) int events, @JsonProperty(required = true) double share) {

    /** Refuses what no run measures. */
    public StreamLength {
      requireWithin("events in streamLengths", events, 1, MOST_EVENTS_PER_STREAM);
      requireWithin("share in streamLengths", share, 0, 1);
    }
  }

  /** Refuses what makes no sense, and what no run measures. */
  public Workload {
    requireWithin("appendsPerSecond", appendsPerSecond, Double.MIN_VALUE, 1e9);
    requireWithin("eventsPerAppend", eventsPerAppend, 1, MOST_EVENTS_PER_APPEND);
    requireWithin("payloadBytes", payloadBytes, FEWEST_PAYLOAD_BYTES, MOST_PAYLOAD_BYTES);
    requireWithin("wholeLoadsPerAppend", wholeLoadsPerAppend, 0, 1e6);
    requireWithin("tailLoadsPerAppend", tailLoadsPerAppend, 0, 1e6);
    requireWithin("writersPerStream", writersPerStream, 1, 1e6);
    requireWithin("clientRoundTripMs", clientRoundTripMs, 0, 1e6);
    requireWithin("storeRoundTripMs", storeRoundTripMs, 0, 1e6);
    if (pricePerMillionRequestUnits != null) {
      requirePrice(pricePerMillionRequestUnits);
    }
    if (streamLengths.isEmpty()) {
      throw new IllegalArgumentException(
          "streamLengths is empty: give the streams' length, with a share of 1");
    }
    double shares = streamLengths.stream().mapToDouble(StreamLength::share).sum();
    if (Math.abs(shares - 1) > SHARE_TOLERANCE) {
      throw new IllegalArgumentException(
          "the shares in streamLengths come to " + shares + ": make them 1");
    }
    streamLengths = List.copyOf(streamLengths);
  }

  /** Returns the same in another network. */
  Workload withRoundTripsMs(double clientMs, double storeMs) {
    return new Workload(
        description,
        appendsPerSecond,
        eventsPerAppend,
        payloadBytes,
        streamLengths,
        wholeLoadsPerAppend,
        tailLoadsPerAppend,
        writersPerStream,
        clientMs,
        storeMs,
        pricePerMillionRequestUnits);
  }

  /** Returns the same with other operations, of which loads are 0 or more for each append. */
  Workload with(int events, double wholeLoads, double tailLoads) {
    return new Workload(
        description,
        appendsPerSecond,
        events,
        payloadBytes,
        streamLengths,
        wholeLoads,
        tailLoads,
        writersPerStream,
        clientRoundTripMs,
        storeRoundTripMs,
        pricePerMillionRequestUnits);
  }

  /** Returns how many operations of a sort there are for each append. */
  double perAppend(Benchmark benchmark) {
    return switch (benchmark) {
      case APPEND -> 1;
      case LOAD_WHOLE -> wholeLoadsPerAppend;
      case LOAD_TAIL -> tailLoadsPerAppend;
      default -> 0;
    };
  }

  /**
   * Returns what is known of the stream: where others append too, only a load has seen its head.
   */
  Contact contact(Benchmark benchmark) {
    boolean loadsFirst = wholeLoadsPerAppend + tailLoadsPerAppend >= 1;
    boolean seen = writersPerStream == 1 || (benchmark == Benchmark.APPEND && loadsFirst);
    return seen ? Contact.WARM : Contact.COLD;
  }

  private static void requirePrice(double price) {
    if (price == 0) {
      throw new IllegalArgumentException(
          "pricePerMillionRequestUnits is 0, so that nothing would be told by it: leave it out where"
              + " request units do not matter");
    }
    requireWithin("pricePerMillionRequestUnits", price, Double.MIN_VALUE, 1e9);
  }

  private static void requireWithin(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s is %s: it must be %s"
              .formatted(
                  name,
                  plain(value),
                  least == Double.MIN_VALUE
                      ? "more than 0, and at most " + plain(most)
                      : "from " + plain(least) + " to " + plain(most)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
