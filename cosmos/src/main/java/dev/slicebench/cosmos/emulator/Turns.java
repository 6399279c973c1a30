package dev.slicebench.cosmos.emulator;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The requests of one connection, one after the other: a client may send the next before it has the
 * answer, and takes answers for those of its requests in their order. Used by the connection's own
 * thread only.
 */
final class Turns {

  private static final AttributeKey<Turns> KEY = AttributeKey.valueOf(Turns.class, "turns");

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  static Turns of(Channel channel) {
    Turns turns = channel.attr(KEY).get();
    if (turns == null) {
      turns = new Turns();
      channel.attr(KEY).set(turns);
    }
    return turns;
  }

  /** Runs a request, now or when all before it are answered. */
  void take(Runnable request) {
    if (busy) {
      waiting.add(request);
    } else {
      request.run();
    }
  }

  /** Lets all others wait for a request that another thread answers. */
  void begin() {
    busy = true;
  }

  /** Ends that, and runs those that have waited. */
  void end() {
    busy = false;
    while (!busy && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
