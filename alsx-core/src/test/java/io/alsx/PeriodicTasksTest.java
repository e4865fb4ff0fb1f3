// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the runs of a periodic task see. */
class PeriodicTasksTest {

    private static final int RUNS = 3;

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final ScheduledExecutorService bare = Executors.newScheduledThreadPool(
            1,
            task -> new Thread(() -> {
                storage.enterWith("stale");
                task.run();
            }));

    private final ScheduledExecutorService fresh = ContextExecutors.propagating(bare);

    private final ScheduledExecutorService capturing = ContextExecutors.propagating(bare, PeriodicTasks.CAPTURE);

    @AfterEach
    void stop() {
        bare.shutdownNow();
    }

    private void enterAnother() {
        seen.add(String.valueOf(storage.getStore()));
        storage.enterWith("of an earlier run");
    }

    private List<String> runsOf(Future<?> future) throws InterruptedException {
        List<String> runs = new ArrayList<>();
        while (runs.size() < RUNS) {
            runs.add(seen.poll(Submission.SECONDS, TimeUnit.SECONDS));
        }
        future.cancel(false);
        return runs;
    }

    @Test
    void startFreshByDefault() throws Exception {
        assertThat(runsOf(storage.run(
                        "A", () -> fresh.scheduleAtFixedRate(this::enterAnother, 0, 1, TimeUnit.MILLISECONDS))))
                .containsOnly("null");
        assertThat(runsOf(storage.run(
                        "A", () -> fresh.scheduleWithFixedDelay(this::enterAnother, 0, 1, TimeUnit.MILLISECONDS))))
                .containsOnly("null");
        assertThat(Submission.EXECUTE.through(bare, storage::getStore)).isEqualTo("stale");
    }

    @Test
    void seeTheRegistrationWhereThatIsChosen() throws Exception {
        assertThat(runsOf(storage.run(
                        "A", () -> capturing.scheduleAtFixedRate(this::enterAnother, 0, 1, TimeUnit.MILLISECONDS))))
                .containsOnly("A");
        assertThat(runsOf(storage.run(
                        "A", () -> capturing.scheduleWithFixedDelay(this::enterAnother, 0, 1, TimeUnit.MILLISECONDS))))
                .containsOnly("A");
        assertThat(Submission.EXECUTE.through(bare, storage::getStore)).isEqualTo("stale");
    }

    @Test
    void captureInTasksThatRunOnceWhateverIsChosen() throws Exception {
        assertThat(storage.run("A", () -> Submission.SCHEDULE_CALLABLE.through(fresh, storage::getStore)))
                .isEqualTo("A");
        assertThat(storage.run("A", () -> Submission.SCHEDULE_CALLABLE.through(capturing, storage::getStore)))
                .isEqualTo("A");
    }

    @Test
    void doNotKeepTheStoresOfTheirRegistration() {
        AsyncLocalStorage<Object> objects = new AsyncLocalStorage<>();
        List<Future<?>> running = new ArrayList<>();
        WeakReference<Object> store = registered(objects, running);

        Garbage.assertCollected(store);
        assertThat(running).hasSize(1).noneMatch(Future::isDone);
    }

    private WeakReference<Object> registered(AsyncLocalStorage<Object> objects, List<Future<?>> running) {
        Object store = new Object();
        objects.run(
                store, (Runnable) () -> running.add(fresh.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS)));
        return new WeakReference<>(store);
    }

    @Test
    void endWithTheExceptionOfARun() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        Future<?> future = fresh.scheduleAtFixedRate(
                () -> {
                    seen.add("run");
                    throw thrown;
                },
                0,
                1,
                TimeUnit.MILLISECONDS);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> Submission.get(future))
                .havingCause()
                .isSameAs(thrown);
        assertThat(seen).hasSize(1);
    }

    @Test
    void endWithTheirCancellation() throws InterruptedException {
        Future<?> future = fresh.scheduleWithFixedDelay(this::enterAnother, 0, 1, TimeUnit.MILLISECONDS);
        assertThat(runsOf(future)).hasSize(RUNS);

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Submission.get(future));
    }

    @Test
    void areChosenByTheLastWhoChooses() {
        assertThat(ContextExecutors.propagating(fresh)).isSameAs(fresh);
        assertThat(ContextExecutors.propagating(capturing)).isSameAs(capturing);
        assertThat(ContextExecutors.propagating(fresh, PeriodicTasks.FRESH)).isSameAs(fresh);
        assertThat(ContextExecutors.propagating(capturing, PeriodicTasks.CAPTURE))
                .isSameAs(capturing);
        assertThat(ContextExecutors.propagating(fresh, PeriodicTasks.CAPTURE))
                .isNotSameAs(fresh)
                .satisfies(other -> assertThat(ContextExecutors.unwrap(other)).isSameAs(bare));
    }

    @Test
    void refuseNull() {
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.propagating(bare, null));
        assertThatNullPointerException().isThrownBy(() -> fresh.schedule((Runnable) null, 0, TimeUnit.SECONDS));
        assertThatNullPointerException().isThrownBy(() -> fresh.scheduleAtFixedRate(null, 0, 1, TimeUnit.MILLISECONDS));
        assertThatNullPointerException()
                .isThrownBy(() -> capturing.scheduleWithFixedDelay(null, 0, 1, TimeUnit.MILLISECONDS));
    }
}
