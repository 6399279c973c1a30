package dev.slicebench.sidecar.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Free TCP ports of the loopback. */
public final class Ports {

  private Ports() {}

  /** Returns different ports that are free now; someone else may take one before it is used. */
  public static int[] free(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      int[] ports = new int[count];
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports[i] = socket.getLocalPort();
      }
      return ports;
    } catch (IOException e) {
      throw new SidecarException("No free TCP port on the loopback: " + e.getMessage(), e);
    } finally {
      for (ServerSocket socket : sockets) {
        try {
          socket.close();
        } catch (IOException e) {
          // It was free, and is.
        }
      }
    }
  }

  /** Returns an address as {@code host:port}. */
  public static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** {@code port} first, and other free ones; {@code port} is refused where it is taken. */
  public static int[] with(int port, int count) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      int[] ports = free(count);
      ports[0] = socket.getLocalPort();
      return ports;
    } catch (IOException | IllegalArgumentException e) {
      throw new SidecarException(
          "Port " + port + " cannot be had (" + e.getMessage() + "): choose another, or none", e);
    }
  }
}
