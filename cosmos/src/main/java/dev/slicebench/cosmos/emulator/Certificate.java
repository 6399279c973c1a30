package dev.slicebench.cosmos.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A certificate for this machine's loopback, made now, that signs itself. */
public record Certificate(X509Certificate certificate, PrivateKey key, String pem) {

  private static final int LIFE_DAYS = 30;
  private static final long PATIENCE_SECONDS = 60;
  private static final String ALIAS = "emulator";

  /** Protects a key store that exists for a second, in a folder that only this user can read. */
  private static final String PASSWORD = "slicebench";

  /**
   * Makes one for {@code localhost}, {@code 127.0.0.1} and further names, with the JDK's {@code
   * keytool}.
   *
   * @throws IOException if {@code keytool} is missing or fails
   */
  public static Certificate generate(String... names) throws IOException {
    Path folder = Files.createTempDirectory("slicebench-certificate-");
    Path store = folder.resolve("emulator.p12");
    try {
      makeStore(store, names);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
      PrivateKey key = (PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray());
      return new Certificate(certificate, Objects.requireNonNull(key), pem(certificate));
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool made no certificate", e);
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(folder);
    }
  }

  private static void makeStore(Path store, String... names) throws IOException {
    StringBuilder alternatives = new StringBuilder("SAN=dns:localhost,ip:127.0.0.1");
    for (String name : names) {
      alternatives.append(",dns:").append(name);
    }
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-dname",
                    "CN=slicebench Cosmos DB emulator",
                    "-startdate",
                    "-1H",
                    "-validity",
                    String.valueOf(LIFE_DAYS),
                    "-ext",
                    "bc:critical=ca:true",
                    "-ext",
                    alternatives.toString(),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getOutputStream().close();
    String said =
        new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        keytool.destroyForcibly();
        throw new IOException("keytool does not end");
      }
    } catch (InterruptedException e) {
      keytool.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made a certificate", e);
    }
    if (keytool.exitValue() != 0) {
      throw new IOException("keytool made no certificate: " + said);
    }
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
