// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interfaces of the JDK for which there is no bind method of their own, bound by proxy and called by the JDK. */
class BoundJdkInterfacesTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final ExecutorService foreign = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        foreign.shutdownNow();
    }

    private void see(String what) {
        seen.add(what + " in " + storage.getStore());
        storage.enterWith("entered by " + what);
    }

    private <I> I boundInA(Class<I> type, I target) {
        return storage.run("A", () -> AsyncLocalStorage.bind(type, target));
    }

    @Test
    void comparatorComparesInItsContextOnAnyThread() {
        @SuppressWarnings("unchecked")
        Comparator<String> bound = boundInA(Comparator.class, (Comparator<String>) (left, right) -> {
            see("compare");
            return left.compareTo(right);
        });

        OtherThread.run(() -> {
            TreeSet<String> sorted = new TreeSet<>(bound.reversed().thenComparing(Comparator.naturalOrder()));
            sorted.addAll(List.of("1", "2", "3"));
            assertThat(sorted).containsExactly("3", "2", "1");
            assertThat(storage.getStore()).isNull();
        });

        assertThat(seen).isNotEmpty().containsOnly("compare in A");
    }

    @Test
    void intUnaryOperatorAppliesInItsContext() {
        IntUnaryOperator bound = boundInA(IntUnaryOperator.class, number -> {
            see("apply");
            return number + 1;
        });

        assertThat(IntStream.range(0, 3).map(bound.andThen(bound)).sum()).isEqualTo(9);
        assertThat(seen).hasSize(6).containsOnly("apply in A");
    }

    @Test
    void uncaughtExceptionHandlerHandlesInItsContext() throws Exception {
        List<Throwable> uncaught = new ArrayList<>();
        RuntimeException thrown = new IllegalStateException("thrown");
        Thread thread = new Thread(() -> {
            storage.enterWith("of the thread");
            throw thrown;
        });
        thread.setUncaughtExceptionHandler(boundInA(UncaughtExceptionHandler.class, (failed, error) -> {
            see("uncaughtException");
            uncaught.add(error);
        }));

        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(Submission.SECONDS));

        assertThat(uncaught).containsExactly(thrown);
        assertThat(seen).containsExactly("uncaughtException in A");
    }

    @Test
    void subscriberHearsEverySignalInItsContext() throws Exception {
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(foreign, 4)) {
            publisher.subscribe(bound(new Subscriber()));
            storage.run("B", () -> publisher.submit("item"));
            storage.run("C", () -> publisher.submit("item"));
        }

        assertThat(signals(4)).containsExactly("onSubscribe in A", "onNext in A", "onNext in A", "onComplete in A");
    }

    @Test
    void subscriberHearsOfAFailureInItsContext() throws Exception {
        SubmissionPublisher<String> publisher = new SubmissionPublisher<>(foreign, 4);
        publisher.subscribe(bound(new Subscriber()));
        publisher.closeExceptionally(new IllegalStateException("thrown"));

        assertThat(signals(2)).containsExactly("onSubscribe in A", "onError in A");
    }

    @Test
    void subscriberFailsWithItsOwnException() {
        RuntimeException thrown = new IllegalStateException("thrown");
        Flow.Subscriber<String> bound = bound(new Subscriber() {
            @Override
            public void onNext(String item) {
                throw thrown;
            }
        });

        assertThat(catchThrowable(() -> bound.onNext("item"))).isSameAs(thrown);
    }

    @SuppressWarnings("unchecked")
    private Flow.Subscriber<String> bound(Flow.Subscriber<String> subscriber) {
        return boundInA(Flow.Subscriber.class, subscriber);
    }

    private List<String> signals(int count) throws InterruptedException {
        List<String> signals = new ArrayList<>();
        while (signals.size() < count) {
            signals.add(seen.poll(Submission.SECONDS, TimeUnit.SECONDS));
        }
        return signals;
    }

    private class Subscriber implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            see("onSubscribe");
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String item) {
            see("onNext");
        }

        @Override
        public void onError(Throwable error) {
            see("onError");
        }

        @Override
        public void onComplete() {
            see("onComplete");
        }
    }
}
