package dev.slicebench.sidecar.embedded;

import java.io.IOException;
import java.util.List;

/** The server as a program of its own: it prints its port and runs until it is ended. */
public final class EmbeddedMain {

  private EmbeddedMain() {}

  /** Takes the name of a {@link MimickedComponent} and a port, 0 for any that is free. */
  public static void main(String[] args) throws IOException, InterruptedException {
    EmbeddedServer server =
        EmbeddedServer.start(
            MimickedComponent.valueOf(args[0]),
            Integer.parseInt(args[1]),
            true,
            List.of(),
            () -> Runtime.getRuntime().halt(0));
    System.out.println(server.port());
    System.out.flush();
    server.awaitTermination();
  }
}
