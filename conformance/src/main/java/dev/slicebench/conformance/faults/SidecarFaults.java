package dev.slicebench.conformance.faults;

import dev.slicebench.conformance.Capability;
import dev.slicebench.conformance.FaultInjector;
import dev.slicebench.conformance.FaultPlan;
import dev.slicebench.sidecar.FaultPoints;
import dev.slicebench.sidecar.process.Restartable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plants faults at the {@link FaultPoints} of a sidecar. */
public final class SidecarFaults implements FaultInjector {

  private static final int MAX_FAULT_MS = 60;

  /** Of so many faults one is a kill, where there are links to break too. */
  private static final int FAULTS_A_KILL = 100;

  private static final Set<Capability> KILLS =
      EnumSet.of(Capability.SIDECAR_RESTART, Capability.STORE_RESTART);
  private static final int ASK_AGAIN_MS = 10;

  /** Short, so that a fault that is due is not late. */
  private static final int ASK_WHETHER_DUE_MS = 1;

  private final FaultPoints faultPoints;
  private final BooleanSupplier answering;
  private final Duration patience;
  private final Runnable reconnecting;
  private @Nullable Planting planting;

  /**
   * For one sidecar.
   *
   * @param answering asks the sidecar for a document of the store, and says whether it was answered
   * @param patience for how long it is asked before {@link #heal()} gives up
   * @param reconnecting run when its clients can reach it again, so that they need not wait
   */
  public SidecarFaults(
      FaultPoints faultPoints,
      BooleanSupplier answering,
      Duration patience,
      Runnable reconnecting) {
    this.faultPoints = faultPoints;
    this.answering = answering;
    this.patience = patience;
    this.reconnecting = reconnecting;
  }

  /** Returns the places where this sidecar can be broken. */
  public Set<Capability> places() {
    Set<Capability> places = EnumSet.noneOf(Capability.class);
    faultPoints.clientLink().ifPresent(link -> places.add(Capability.CLIENT_FAULTS));
    faultPoints.storeLink().ifPresent(link -> places.add(Capability.STORE_FAULTS));
    faultPoints.sidecar().ifPresent(process -> places.add(Capability.SIDECAR_RESTART));
    faultPoints.server().ifPresent(process -> places.add(Capability.STORE_RESTART));
    return places;
  }

  @Override
  public synchronized void plant(FaultPlan plan, BooleanSupplier due, Consumer<String> began) {
    if (planting != null) {
      throw new IllegalStateException("a plan is under way: heal it first");
    }
    if (!places().containsAll(plan.places())) {
      throw new IllegalArgumentException(
          "this sidecar can be broken at " + places() + " only, not at " + plan.places());
    }
    planting = new Planting(plan, due, began);
    planting.thread.start();
  }

  @Override
  public synchronized int done() {
    return planting == null ? 0 : planting.done();
  }

  @Override
  public synchronized List<String> heal() {
    if (planting == null) {
      return List.of();
    }
    Planting ending = planting;
    planting = null;
    List<String> planted = ending.end();
    faultPoints.clientLink().ifPresent(link -> link.heal());
    faultPoints.storeLink().ifPresent(link -> link.heal());
    awaitAnswer();
    return planted;
  }

  private void awaitAnswer() {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (!answering.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new IllegalStateException(
            "all faults have ended, and after "
                + patience.toSeconds()
                + " s the sidecar still does not answer");
      }
      pause(ASK_AGAIN_MS);
    }
  }

  private static void pause(int milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the sidecar", e);
    }
  }

  /** A plan under way. */
  private final class Planting {

    private final FaultPlan plan;
    private final BooleanSupplier due;
    private final Consumer<String> began;
    private final Random random;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "faults");
    private final List<String> planted = new ArrayList<>();
    private int done;
    private @Nullable Restartable down;
    private @Nullable RuntimeException failure;

    Planting(FaultPlan plan, BooleanSupplier due, Consumer<String> began) {
      this.plan = plan;
      this.due = due;
      this.began = began;
      this.random = new Random(plan.seed());
      thread.setDaemon(true);
    }

    private void work() {
      List<Capability> kills = plan.places().stream().filter(KILLS::contains).sorted().toList();
      List<Capability> links =
          plan.places().stream().filter(p -> !KILLS.contains(p)).sorted().toList();
      try {
        while (!ended(random.nextInt(plan.maxPauseMs())) && !endedBeforeDue()) {
          boolean kill =
              links.isEmpty() || (!kills.isEmpty() && random.nextInt(FAULTS_A_KILL) == 0);
          List<Capability> places = kill ? kills : links;
          plantOne(places.get(random.nextInt(places.size())));
          synchronized (this) {
            done++;
          }
        }
      } catch (RuntimeException e) {
        // Told to who asks what is done.
        synchronized (this) {
          failure = e;
        }
      }
    }

    private boolean endedBeforeDue() {
      while (!due.getAsBoolean()) {
        if (ended(ASK_WHETHER_DUE_MS)) {
          return true;
        }
      }
      return false;
    }

    private void plantOne(Capability place) {
      switch (place) {
        case CLIENT_FAULTS -> onLink(LinkFault.CLIENT, faultPoints.clientLink().orElseThrow());
        case STORE_FAULTS -> onLink(LinkFault.STORE, faultPoints.storeLink().orElseThrow());
        case SIDECAR_RESTART -> kill("sidecar", faultPoints.sidecar().orElseThrow());
        case STORE_RESTART -> kill("store", faultPoints.server().orElseThrow());
        default -> throw new IllegalArgumentException(place + " is no place for a fault");
      }
    }

    private void onLink(String link, dev.slicebench.sidecar.proxy.TcpProxy proxy) {
      LinkFault fault = LinkFault.draw(random);
      int milliseconds = 1 + random.nextInt(MAX_FAULT_MS);
      note(link + ": " + fault.words() + " for " + milliseconds + " ms");
      fault.begin(proxy, random.nextLong());
      ended(milliseconds);
      fault.end(proxy);
      reconnecting.run();
    }

    private void kill(String what, Restartable process) {
      int milliseconds = random.nextInt(MAX_FAULT_MS);
      note(what + " killed, started again after " + milliseconds + " ms");
      down = process;
      process.kill();
      ended(milliseconds);
      // Also where all is to end: nobody else would start it.
      process.restart();
      reconnecting.run();
      down = null;
    }

    private void note(String what) {
      began.accept(what);
      synchronized (this) {
        planted.add(what);
      }
    }

    /** Waits so long at most; whether the end has come. */
    private boolean ended(int milliseconds) {
      try {
        return ended.await(milliseconds, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }

    synchronized int done() {
      if (failure != null) {
        throw new IllegalStateException(failure.getMessage(), failure);
      }
      return done;
    }

    /** Ends the fault under way; what is down is started again, also where that has failed. */
    List<String> end() {
      ended.countDown();
      joinThroughInterrupts(thread);
      if (down != null) {
        down.restart();
      }
      synchronized (this) {
        return List.copyOf(planted);
      }
    }
  }

  /** An interrupt must not leave a fault behind. */
  private static void joinThroughInterrupts(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
