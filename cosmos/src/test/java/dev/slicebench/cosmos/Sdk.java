package dev.slicebench.cosmos;

import com.azure.cosmos.ConsistencyLevel;
import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosClientBuilder;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.ThrottlingRetryOptions;
import com.azure.cosmos.models.CosmosContainerProperties;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.SqlQuerySpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** The official Java SDK in gateway mode, as an application sets it up. */
final class Sdk {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private static final String PASSWORD = "trusted";

  /** By which {@link #container} is partitioned. */
  static final String PARTITION = "pk";

  private Sdk() {}

  /** A client that trusts the certificate which the emulator exports. */
  static CosmosClient client(CosmosEmulator emulator) throws IOException {
    return client(emulator, new ThrottlingRetryOptions());
  }

  /** As {@link #client(CosmosEmulator)}, with its own way to meet 429. */
  static CosmosClient client(CosmosEmulator emulator, ThrottlingRetryOptions throttled)
      throws IOException {
    // The SDK trusts what the JVM does, and asks at every client.
    Path trusted = trustStore(emulator.certificatePem());
    // Nor is a cloud asked what machine this is.
    System.setProperty("COSMOS.DISABLE_IMDS_ACCESS", "true");
    System.setProperty(TRUST_STORE, trusted.toString());
    System.setProperty(TRUST_STORE + "Password", PASSWORD);
    try {
      return new CosmosClientBuilder()
          .endpoint(emulator.endpoint().toString())
          .key(emulator.key().reveal())
          .gatewayMode()
          .consistencyLevel(ConsistencyLevel.SESSION)
          .contentResponseOnWriteEnabled(true)
          .throttlingRetryOptions(throttled)
          .buildClient();
    } finally {
      System.clearProperty(TRUST_STORE);
      System.clearProperty(TRUST_STORE + "Password");
      Files.delete(trusted);
    }
  }

  private static Path trustStore(String certificatePem) throws IOException {
    Path file = Files.createTempFile("slicebench-", ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "emulator",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII))));
      store.store(out, PASSWORD.toCharArray());
      return file;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** A new container {@code c} in the database {@code d}. */
  static CosmosContainer container(CosmosClient client) {
    client.createDatabaseIfNotExists("d");
    client.getDatabase("d").createContainer(new CosmosContainerProperties("c", "/" + PARTITION));
    return client.getDatabase("d").getContainer("c");
  }

  static ObjectNode document(String id, String partition, int number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put(PARTITION, partition)
        .put("n", number);
  }

  static JsonNode read(CosmosContainer container, String id, String partition) {
    return container.readItem(id, new PartitionKey(partition), JsonNode.class).getItem();
  }

  static SqlQuerySpec query(String text) {
    return new SqlQuerySpec(text);
  }
}
