package dev.slicebench.conformance.faults;

import dev.slicebench.sidecar.proxy.Latency;
import dev.slicebench.sidecar.proxy.LinkDirection;
import dev.slicebench.sidecar.proxy.TcpProxy;
import java.time.Duration;
import java.util.Random;

/** What can happen to the connections between two. */
enum LinkFault {
  /** Connections are reset; new ones go through. */
  CUT("connections reset") {
    @Override
    void begin(TcpProxy link, long seed) {
      link.cut();
    }
  },
  /** Nobody gets through. */
  REFUSED("connections reset and refused") {
    @Override
    void begin(TcpProxy link, long seed) {
      link.refuse();
      link.cut();
    }
  },
  /** What is asked never arrives, and then the connections are reset. */
  REQUESTS_LOST("requests lost") {
    @Override
    void begin(TcpProxy link, long seed) {
      link.swallow(LinkDirection.REQUESTS);
    }
  },
  /** What is asked is done, and nobody is told; then the connections are reset. */
  ANSWERS_LOST("answers lost") {
    @Override
    void begin(TcpProxy link, long seed) {
      link.swallow(LinkDirection.ANSWERS);
    }
  },
  /** All takes long. */
  DELAYED("delayed") {
    @Override
    void begin(TcpProxy link, long seed) {
      link.delay(new Latency(DELAY, DELAY, seed));
    }
  };

  static final String CLIENT = "between client and sidecar";
  static final String STORE = "between sidecar and store";

  private static final Duration DELAY = Duration.ofMillis(10);

  private final String words;

  LinkFault(String words) {
    this.words = words;
  }

  static LinkFault draw(Random random) {
    LinkFault[] all = values();
    return all[random.nextInt(all.length)];
  }

  /** Returns what happens, in words. */
  String words() {
    return words;
  }

  abstract void begin(TcpProxy link, long seed);

  /** All is well again; what was swallowed leaves no connection behind that waits for it. */
  void end(TcpProxy link) {
    link.heal();
  }
}
