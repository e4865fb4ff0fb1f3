// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.PeriodicTasks;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** A task that fails when its application closes is nothing to log, to the plain scheduler as to the one that carries. */
@ExtendWith(OutputCaptureExtension.class)
class ClosingSchedulerTest {

    private static final String LINE = "Unexpected error occurred in scheduled task";

    static Stream<SimpleAsyncTaskScheduler> schedulers() {
        return Stream.of(
                new SimpleAsyncTaskScheduler(),
                new ContextTaskScheduler(PeriodicTasks.CAPTURE, new ContextCarrier(List.of())));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void logsATaskThatFails(SimpleAsyncTaskScheduler scheduler, CapturedOutput output) throws Exception {
        try (scheduler) {
            runAndFail(scheduler, () -> {});
        }
        assertThat(output.getAll()).contains(LINE);
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void logsNoneThatFailsMeanwhile(SimpleAsyncTaskScheduler scheduler, CapturedOutput output) throws Exception {
        try (scheduler;
                StaticApplicationContext application = new StaticApplicationContext()) {
            scheduler.setApplicationContext(application);
            runAndFail(scheduler, () -> scheduler.onApplicationEvent(new ContextClosedEvent(application)));
        }
        assertThat(output.getAll()).doesNotContain(LINE);
    }

    private static void runAndFail(SimpleAsyncTaskScheduler scheduler, Runnable meanwhile) throws Exception {
        CompletableFuture<Thread> begun = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> goOn = new CompletableFuture<>();
        scheduler.schedule(
                () -> {
                    begun.complete(Thread.currentThread());
                    goOn.orTimeout(20, TimeUnit.SECONDS).join();
                    throw new IllegalStateException("failed");
                },
                Instant.now());
        Thread thread = begun.get(20, TimeUnit.SECONDS);
        meanwhile.run();
        goOn.complete(null);
        thread.join(20_000);
    }
}
