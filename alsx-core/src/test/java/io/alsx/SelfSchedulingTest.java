// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task that schedules itself again, and that may well go on long after the request that scheduled it first. */
class SelfSchedulingTest {

    private static final int RUNS = 3;

    private final AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final ScheduledExecutorService executor =
            ContextExecutors.propagating(Executors.newSingleThreadScheduledExecutor());

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void repeat() {
        seen.add(String.valueOf(storage.getStore()));
        schedule(this::repeat);
    }

    private void repeatInTheEmptyContext() {
        seen.add(String.valueOf(storage.getStore()));
        Snapshot.empty().run(() -> schedule(this::repeatInTheEmptyContext));
    }

    private void repeatWithoutAStore() {
        seen.add(String.valueOf(storage.getStore()));
        storage.exit(() -> schedule(this::repeatWithoutAStore));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what a task did is told by its effects
    private void schedule(Runnable task) {
        if (!executor.isShutdown()) {
            executor.schedule(task, 1, TimeUnit.MILLISECONDS);
        }
    }

    private void assertNextRunsSee(String store) throws InterruptedException {
        for (int run = 0; run < RUNS; run++) {
            assertThat(seen.poll(Submission.SECONDS, TimeUnit.SECONDS)).isEqualTo(store);
        }
    }

    @Test
    void goesOnInTheContextThatItWasScheduledIn() throws Exception {
        storage.run("A", this::repeat);

        assertNextRunsSee("A");
    }

    @Test
    void leavesTheRequestBehindWhereItIsScheduledInTheEmptyContext() throws Exception {
        WeakReference<Object> store = scheduledBy(this::repeatInTheEmptyContext);

        assertNextRunsSee("null");
        Garbage.assertCollected(store);
    }

    @Test
    void leavesOneStoreBehindWhereItIsScheduledOutsideOfIt() throws Exception {
        WeakReference<Object> store = scheduledBy(this::repeatWithoutAStore);

        assertNextRunsSee("null");
        Garbage.assertCollected(store);
    }

    /** The first run is that of the request itself. */
    private WeakReference<Object> scheduledBy(Runnable task) throws InterruptedException {
        Object store = new Object();
        storage.run(store, task);
        assertThat(seen.poll(Submission.SECONDS, TimeUnit.SECONDS)).isEqualTo(store.toString());
        return new WeakReference<>(store);
    }
}
