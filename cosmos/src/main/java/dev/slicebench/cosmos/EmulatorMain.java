package dev.slicebench.cosmos;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The emulator as a program of its own: it prints its endpoint and runs until it is ended. The
 * command line of slicebench has a friendlier one.
 */
public final class EmulatorMain {

  private EmulatorMain() {}

  /**
   * Takes a port, 0 for any that is free; then, for a container of its own, {@code all-addresses}
   * and the host names for a certificate, with which it speaks https.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    CosmosEmulator.Builder builder = CosmosEmulator.builder().port(Integer.parseInt(args[0]));
    List<String> rest = List.of(args).subList(1, args.length);
    if (rest.contains("all-addresses")) {
      builder.allAddresses().tls(rest.subList(1, rest.size()).toArray(String[]::new));
    }
    CosmosEmulator emulator = builder.start();
    System.out.println(emulator.endpoint());
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
