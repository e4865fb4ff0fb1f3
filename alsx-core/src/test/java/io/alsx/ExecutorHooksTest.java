// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks as resources, while a hook is enabled. */
class ExecutorHooksTest {

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<String> destroyed = new LinkedBlockingQueue<>();

    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<Long> mine = new ConcurrentLinkedQueue<>();

    private final AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            mine.add(asyncId);
            events.add("init " + type + " by " + triggerAsyncId);
        }

        @Override
        public void before(long asyncId) {
            if (mine.contains(asyncId)) {
                events.add("before in " + storage.getStore());
            }
        }

        @Override
        public void after(long asyncId) {
            if (mine.contains(asyncId)) {
                events.add("after in " + storage.getStore());
            }
        }

        @Override
        public void destroy(long asyncId) {
            if (mine.contains(asyncId)) {
                destroyed.add("destroy");
            }
        }
    });

    private final ScheduledExecutorService bare = Executors.newSingleThreadScheduledExecutor();

    private final ScheduledExecutorService executor = ContextExecutors.propagating(bare);

    @BeforeEach
    void enable() {
        hook.enable();
    }

    @AfterEach
    void stop() {
        hook.disable();
        bare.shutdownNow();
    }

    private AsyncResource unheardOf() {
        hook.disable();
        try {
            return storage.run("A", () -> new AsyncResource("CAUSE"));
        } finally {
            hook.enable();
        }
    }

    private void assertDestroyed() throws InterruptedException {
        assertThat(destroyed.poll(Submission.SECONDS, TimeUnit.SECONDS)).isEqualTo("destroy");
        assertThat(destroyed).isEmpty();
    }

    private void assertRan(String type, Submission way, Executor executor) throws Exception {
        AsyncResource cause = unheardOf();
        long id = cause.runInAsyncScope(() -> way.through(executor, AsyncHooks::executionAsyncId));

        assertDestroyed();
        assertThat(events).containsExactly("init " + type + " by " + cause.asyncId(), "before in A", "after in A");
        assertThat(id).isGreaterThan(cause.asyncId());
        events.clear();
    }

    @Test
    void areExecutorTasksOrScheduledTasks() throws Exception {
        assertRan("ExecutorTask", Submission.EXECUTE, executor);
        assertRan("ExecutorTask", Submission.SUBMIT_CALLABLE, executor);
        assertRan("ExecutorTask", Submission.SUBMIT_RUNNABLE, executor);
        assertRan("ExecutorTask", Submission.SUBMIT_RUNNABLE_WITH_RESULT, executor);
        assertRan("ExecutorTask", Submission.INVOKE_ALL_TIMED, executor);
        assertRan("ExecutorTask", Submission.INVOKE_ANY, executor);
        assertRan("ScheduledTask", Submission.SCHEDULE_CALLABLE, executor);
        assertRan("ScheduledTask", Submission.SCHEDULE_RUNNABLE, executor);
    }

    @Test
    void areDestroyedOnceThoughTheyRunTwice() throws Exception {
        Executor twice = ContextExecutors.propagating((Executor) task -> {
            task.run();
            task.run();
        });
        List<String> seen = new ArrayList<>();
        storage.run("A", () -> twice.execute(() -> seen.add(storage.getStore())));

        assertThat(seen).containsExactly("A", "A");
        assertDestroyed();
    }

    @Test
    void areDestroyedThoughTheyFail() throws Exception {
        Future<?> future = executor.submit(() -> {
            throw new IllegalStateException();
        });

        assertThat(future).failsWithin(Submission.SECONDS, TimeUnit.SECONDS);
        assertDestroyed();
    }

    @Test
    void areDestroyedWhenTheyAreCollectedIfTheyNeverRun() throws Exception {
        bare.shutdown();
        try {
            executor.execute(() -> {});
        } catch (RejectedExecutionException expected) {
            assertThat(events).containsExactly("init ExecutorTask by 1");
        }
        for (int i = 0; i < 100 && destroyed.isEmpty(); i++) {
            System.gc();
            String event = destroyed.poll(50, TimeUnit.MILLISECONDS);
            if (event != null) {
                destroyed.add(event);
            }
        }

        assertDestroyed();
    }

    @Test
    void areOneForAllRunsOfAPeriodicTask() throws Exception {
        CountDownLatch runs = new CountDownLatch(2);
        AsyncResource cause = unheardOf();
        Future<?> future =
                cause.runInAsyncScope(() -> executor.scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.MILLISECONDS));
        assertThat(runs.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
        future.cancel(false);
        bare.shutdown();
        assertThat(bare.awaitTermination(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(events)
                .startsWith(
                        "init ScheduledTask by " + cause.asyncId(), "before in null", "after in null", "before in null")
                .filteredOn(event -> event.startsWith("init"))
                .hasSize(1);
    }

    @Test
    void areThreadsOfAFactory() throws Exception {
        assertRan(
                "Thread",
                Submission.EXECUTE,
                task -> ContextExecutors.propagating(Executors.defaultThreadFactory())
                        .newThread(task)
                        .start());
    }

    @Test
    void areNoneWhileNoHookIsEnabled() throws Exception {
        hook.disable();
        AsyncResource cause = new AsyncResource("CAUSE");
        ExecutorService service = executor;

        assertThat(cause.runInAsyncScope(
                        () -> Submission.SUBMIT_CALLABLE.through(service, AsyncHooks::executionAsyncId)))
                .isEqualTo(cause.asyncId());
    }
}
