// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static io.alsx.HeardEvents.WHOLE_LIFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alsx.HeardEvents.Event;
import io.alsx.HeardEvents.Made;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that Node's test files of these names pin down: tasks as resources, which Node's ticks and timers are. */
class NodeSuiteTasksTest {

    private static final int SECONDS = 20;

    private final ScheduledExecutorService bare = Executors.newSingleThreadScheduledExecutor();

    private final ScheduledExecutorService executor = ContextExecutors.propagating(bare);

    private HeardEvents heard;

    @AfterEach
    void disableHookAndStop() {
        if (heard != null) {
            heard.close();
        }
        bare.shutdownNow();
    }

    private void hear(String type) {
        heard = new HeardEvents(type);
        heard.listen();
    }

    private static List<Long> ids() {
        return List.of(AsyncHooks.executionAsyncId(), AsyncHooks.triggerAsyncId());
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("async-hooks/test-nexttick-default-trigger.js, async-hooks/test-queue-microtask.js")
    void areCausedByTheCodeThatSubmitsThemAndRunOnce() throws Exception {
        AsyncResource cause = new AsyncResource("CAUSE");
        hear("ExecutorTask");

        List<Long> inFirst = get(executor.submit(() -> ids()));
        List<Long> inSecond = get(cause.runInAsyncScope(() -> executor.submit(() -> ids())));

        List<Made> tasks = heard.made();
        assertThat(tasks).extracting(Made::triggerAsyncId).containsExactly(1L, cause.asyncId());
        assertThat(inFirst).containsExactly(tasks.get(0).asyncId(), 1L);
        assertThat(inSecond).containsExactly(tasks.get(1).asyncId(), cause.asyncId());
        assertThat(tasks).allSatisfy(task -> assertThat(heard.eventsOf(task)).containsExactly(WHOLE_LIFE));
    }

    @Test
    @DisplayName("async-hooks/test-immediate.js, async-hooks/test-timers.setTimeout.js")
    void liveFromTheirSubmissionToTheEndOfTheirRun() throws Exception {
        hear("ScheduledTask");
        CountDownLatch looked = new CountDownLatch(1);
        CompletableFuture<List<String>> inFirst = new CompletableFuture<>();
        CompletableFuture<Future<?>> second = new CompletableFuture<>();

        Future<?> first = bareBlockedBy(
                looked,
                () -> executor.schedule(
                        () -> {
                            inFirst.complete(heard.eventsOf(heard.only()));
                            second.complete(executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS));
                        },
                        1,
                        TimeUnit.MILLISECONDS));
        assertThat(heard.eventsOf(heard.only())).isEmpty();
        looked.countDown();
        get(first);
        get(get(second));

        assertThat(get(inFirst)).containsExactly("before");
        Made outer = heard.made().get(0);
        Made inner = heard.made().get(1);
        assertThat(inner.triggerAsyncId()).isEqualTo(outer.asyncId());
        assertThat(heard.eventsOf(outer)).containsExactly(WHOLE_LIFE);
        assertThat(heard.eventsOf(inner)).containsExactly(WHOLE_LIFE);
    }

    /** Submits something that cannot run before the latch is down. */
    private <V> V bareBlockedBy(CountDownLatch latch, ThrowingSupplier<V, RuntimeException> submits) {
        bare.execute(() -> {
            try {
                assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return submits.get();
    }

    @Test
    @DisplayName("async-hooks/test-graph.timeouts.js")
    void areCausedByTheTaskThatSchedulesThem() throws Exception {
        hear("ScheduledTask");
        CompletableFuture<String> last = new CompletableFuture<>();
        executor.schedule(() -> later(() -> later(() -> last.complete("done"))), 1, TimeUnit.MILLISECONDS);
        get(last);

        List<Made> tasks = heard.made();
        assertThat(tasks)
                .extracting(Made::triggerAsyncId)
                .containsExactly(1L, tasks.get(0).asyncId(), tasks.get(1).asyncId());
    }

    private void later(Runnable task) {
        Future<?> unused = executor.schedule(task, 1, TimeUnit.MILLISECONDS);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("async-hooks/test-graph.intervals.js")
    void areCausedByThePeriodicTaskThatStartsThem(PeriodicTasks periodicTasks) throws Exception {
        hear("ScheduledTask");
        ScheduledExecutorService periodic = ContextExecutors.propagating(bare, periodicTasks);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch innerRuns = new CountDownLatch(2);
        Runnable outer = () -> {
            if (runs.incrementAndGet() == 1) {
                Future<?> unused = periodic.scheduleAtFixedRate(innerRuns::countDown, 1, 1, TimeUnit.MILLISECONDS);
            }
        };
        Future<?> unused = periodic.scheduleAtFixedRate(outer, 1, 1, TimeUnit.MILLISECONDS);

        assertThat(innerRuns.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.made())
                .extracting(Made::triggerAsyncId)
                .containsExactly(1L, heard.made().get(0).asyncId());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("async-hooks/test-timers.setInterval.js")
    void areOneForAllRunsOfAPeriodicTaskTheLastOfWhichThrows(PeriodicTasks periodicTasks) throws Exception {
        hear("ScheduledTask");
        IllegalStateException thrown = new IllegalStateException("in the third run");
        AtomicInteger runs = new AtomicInteger();
        Future<?> task = ContextExecutors.propagating(bare, periodicTasks)
                .scheduleAtFixedRate(
                        () -> {
                            if (runs.incrementAndGet() == 3) {
                                throw thrown;
                            }
                        },
                        1,
                        1,
                        TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> get(task))
                .isInstanceOf(ExecutionException.class)
                .hasCause(thrown);
        Made resource = heard.only();
        Garbage.collectUntil(() -> heard.eventsOf(resource).contains("destroy"));

        assertThat(heard.eventsOf(resource))
                .containsExactly("before", "after", "before", "after", "before", "after", "destroy");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-top-level-clearimmediate.js")
    void areDestroyedWithoutARunWhereTheyAreCancelledBefore() throws Exception {
        hear("ExecutorTask");
        CountDownLatch cancelled = new CountDownLatch(1);
        Future<?> task = bareBlockedBy(
                cancelled,
                () -> executor.submit(() -> {
                    throw new AssertionError("has run");
                }));
        task.cancel(false);
        cancelled.countDown();
        get(bare.submit(() -> "what was submitted before had its turn"));
        Made resource = heard.only();
        Garbage.collectUntil(() -> !heard.eventsOf(resource).isEmpty());

        assertThat(resource.triggerAsyncId()).isEqualTo(1);
        assertThat(heard.eventsOf(resource)).containsExactly("destroy");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("async-hooks/test-http-agent-handle-reuse-parallel.js, "
            + "async-hooks/test-http-agent-handle-reuse-serial.js, async-hooks/test-httpparser-reuse.js, "
            + "parallel/test-async-hooks-http-agent.js, parallel/test-async-hooks-http-agent-destroy.js, "
            + "parallel/test-async-hooks-http-parser-destroy.js")
    void areFreshForEveryUseOfAPooledThreadAndDestroyedBeforeTheNext(int threads) throws Exception {
        hear("ExecutorTask");
        Set<AsyncResource> used = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            ExecutorService propagating = ContextExecutors.propagating(pool);
            List<Future<?>> uses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                uses.add(propagating.submit(() -> {
                    used.add(AsyncHooks.executionAsyncResource());
                    workers.add(Thread.currentThread());
                }));
            }
            for (Future<?> use : uses) {
                get(use);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(used).hasSize(50);
        assertThat(heard.made()).extracting(Made::asyncId).hasSize(50).doesNotHaveDuplicates();
        assertThat(workers).isNotEmpty().allSatisfy(worker -> assertUsesFollowOneAnother(heard.eventsOn(worker)));
        assertThat(heard.made())
                .allSatisfy(use -> assertThat(heard.eventsOf(use)).containsExactly(WHOLE_LIFE));
    }

    private static void assertUsesFollowOneAnother(List<Event> events) {
        List<Long> uses = events.stream().map(Event::asyncId).distinct().toList();
        assertThat(events)
                .extracting(Event::asyncId, Event::name)
                .containsExactlyElementsOf(uses.stream()
                        .flatMap(use -> Stream.of(WHOLE_LIFE).map(event -> tuple(use, event)))
                        .toList());
    }
}
