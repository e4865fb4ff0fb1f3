// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** An error handler that throws is called once for each failure, by the plain scheduler as by the one that carries. */
class RethrowingErrorHandlerTest {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    @Nested
    class OfThePlainScheduler extends Contract {

        OfThePlainScheduler() {
            super(new SimpleAsyncTaskScheduler(), "null");
        }
    }

    @Nested
    class OfTheSchedulerThatCarries extends Contract {

        OfTheSchedulerThatCarries() {
            super(new ContextTaskScheduler(PeriodicTasks.CAPTURE, new ContextCarrier(List.of())), "u");
        }
    }

    abstract static class Contract {

        private static final Duration LONG = Duration.ofDays(1);

        private final IllegalStateException thrown = new IllegalStateException("thrown by the handler");

        private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

        private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();

        private final SimpleAsyncTaskScheduler scheduler;

        private final String store;

        Contract(SimpleAsyncTaskScheduler scheduler, String store) {
            this.scheduler = scheduler;
            this.store = store;
            scheduler.setThreadFactory(task -> {
                Thread thread = new Thread(task);
                thread.setUncaughtExceptionHandler((failed, error) -> uncaught.add(error));
                return thread;
            });
            scheduler.setErrorHandler(error -> {
                handled.add(error.getMessage() + " " + STORAGE.getStore());
                throw thrown;
            });
        }

        @AfterEach
        void close() {
            scheduler.close();
        }

        @Test
        void forATaskThatIsScheduledOnce() throws Exception {
            STORAGE.run("u", () -> scheduler.schedule(this::fail, Instant.now()));
            assertHandledOnceAndThenUncaught();
        }

        @Test
        void forATaskWithAFixedRate() throws Exception {
            STORAGE.run("u", () -> scheduler.scheduleAtFixedRate(this::fail, LONG));
            assertHandledOnceAndThenUncaught();
        }

        @Test
        void forATaskWithATrigger() throws Exception {
            STORAGE.run(
                    "u",
                    () -> scheduler.schedule(
                            this::fail, context -> context.lastCompletion() == null ? Instant.now() : null));
            assertHandledOnceAndThenUncaught();
        }

        @Test
        void forATaskWithAFixedDelayWhoseFutureFails() {
            ScheduledFuture<?> future =
                    STORAGE.run("u", () -> scheduler.scheduleWithFixedDelay(this::fail, Duration.ofMillis(1)));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                    .withCause(thrown);
            assertThat(handled).containsExactly("failed " + store);
        }

        @Test
        void forATaskThatIsExecuted() throws Exception {
            scheduler.execute(this::fail);
            assertThat(uncaught.poll(60, TimeUnit.SECONDS)).isSameAs(thrown);
            assertThat(handled).containsExactly("failed null");
        }

        @Test
        void forATaskThatIsSubmitted() {
            assertThatThrownBy(() -> scheduler.submit(this::fail).get(60, TimeUnit.SECONDS))
                    .hasCause(thrown);
            assertThat(handled).containsExactly("failed null");
        }

        @Test
        void isNeverNull() {
            assertThatIllegalArgumentException().isThrownBy(() -> scheduler.setErrorHandler(null));
        }

        private void fail() {
            throw new UnsupportedOperationException("failed");
        }

        private void assertHandledOnceAndThenUncaught() throws InterruptedException {
            assertThat(uncaught.poll(60, TimeUnit.SECONDS)).isSameAs(thrown);
            assertThat(handled).containsExactly("failed " + store);
        }
    }
}
