package dev.slicebench.store.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class CallingThreadTest {

  /** An operation whose answer is handled where it asks for, as a call of Dapr's is. */
  private static Mono<Thread> answerThread() {
    return Mono.create(
        sink -> {
          Executor executor = Objects.requireNonNull(CallingThread.of(sink.contextView()));
          ForkJoinPool.commonPool()
              .execute(() -> executor.execute(() -> sink.success(Thread.currentThread())));
        });
  }

  @Test
  void answersAreHandledInTheThreadThatWaits() {
    Mono<Thread> twoCalls = answerThread().flatMap(first -> answerThread());

    assertThat(CallingThread.await(twoCalls)).isSameAs(Thread.currentThread());
  }

  @Test
  void whatComesFromAnotherThreadIsReturnedToo() {
    Mono<String> elsewhere = Mono.just("done").publishOn(Schedulers.boundedElastic());

    assertThat(CallingThread.await(elsewhere)).isEqualTo("done");
    assertThat(CallingThread.await(Mono.empty().publishOn(Schedulers.boundedElastic()))).isNull();
  }

  @Test
  void theFailureIsThrownAndSaysWhereItWasWaitedFor() {
    StateStoreException failure =
        new StateStoreException(StateStoreException.Kind.FAILED, "refused", null);

    assertThatThrownBy(() -> CallingThread.await(Mono.error(failure)))
        .isSameAs(failure)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0].getStackTrace())
                    .anyMatch(at -> at.getClassName().equals(CallingThreadTest.class.getName())));
  }

  @Test
  void lateAnswersAreHandledElsewhere() throws Exception {
    AtomicReference<@Nullable Executor> executor = new AtomicReference<>();
    CallingThread.await(
        Mono.deferContextual(
            context -> {
              executor.set(CallingThread.of(context));
              return Mono.just(1);
            }));
    CompletableFuture<Thread> late = new CompletableFuture<>();

    Objects.requireNonNull(executor.get()).execute(() -> late.complete(Thread.currentThread()));

    assertThat(late.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void anInterruptEndsTheWaitAndCancelsTheOperation() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> CallingThread.await(Mono.never().doOnCancel(cancelled::countDown)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(Thread.interrupted()).isTrue();
    cancelled.await();
  }

  @Test
  void aThreadThatMustNotBlockIsRefused() {
    Mono<Integer> inside =
        Mono.fromCallable(() -> CallingThread.await(Mono.just(1)))
            .subscribeOn(Schedulers.parallel());

    assertThatThrownBy(inside::block).hasMessageContaining("not supported in thread parallel");
  }
}
