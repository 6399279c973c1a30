package dev.slicebench.cosmos.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The counters of an emulator or a tap in another process. Both serve them under {@link #PATH},
 * which belongs to no Cosmos account, needs no key and is not counted itself.
 */
public final class RemoteTraffic {

  /** The path under which an endpoint serves its counters as JSON. */
  public static final String PATH = "/_slicebench/traffic";

  private static final JsonMapper MAPPER = new JsonMapper();

  private RemoteTraffic() {}

  /** Returns what to answer under {@link #PATH}: JSON in UTF-8. */
  public static byte[] encode(Traffic traffic) {
    try {
      return MAPPER.writeValueAsBytes(traffic);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers is always JSON", e);
    }
  }

  /**
   * Reads what {@link #encode} has written.
   *
   * @throws UncheckedIOException if it is something else
   */
  public static Traffic decode(byte[] json) {
    try {
      return MAPPER.readValue(json, Traffic.class);
    } catch (IOException e) {
      throw new UncheckedIOException("these are no counters", e);
    }
  }

  /**
   * Reads the counters of an endpoint whose certificate, if it has one, the JVM trusts.
   *
   * @throws UncheckedIOException if it cannot be reached or does not count
   */
  public static Traffic read(URI endpoint) {
    return read(endpoint, HttpClient.newHttpClient());
  }

  /**
   * Reads the counters of an endpoint with a certificate of its own.
   *
   * @param certificatePem the certificate to trust
   * @throws UncheckedIOException if it cannot be reached or does not count
   */
  public static Traffic read(URI endpoint, String certificatePem) {
    return read(endpoint, TrustedClient.trusting(certificatePem));
  }

  private static Traffic read(URI endpoint, HttpClient client) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(PATH)).timeout(Duration.ofSeconds(10)).build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(
            endpoint + " counts nothing: it is no slicebench emulator or tap (" + response + ")");
      }
      return decode(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("no counters from " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted reading " + endpoint, e));
    }
  }
}
