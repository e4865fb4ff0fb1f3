// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One thread that runs tasks, each in the context of the code that started it, as an event loop would. */
final class TaskLoop implements AutoCloseable {

    private static final int SECONDS = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(code -> {
        Thread made = new Thread(code, "task-loop");
        made.setDaemon(true);
        return made;
    });

    private final Phaser running = new Phaser(1);

    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    /** Runs it when what was started before has run. */
    void start(Runnable task) {
        later(0, task);
    }

    void later(long milliseconds, Runnable task) {
        Future<?> unused = schedule(milliseconds, task);
    }

    Future<?> schedule(long milliseconds, Runnable task) {
        Runnable bound = AsyncLocalStorage.bind(task);
        running.register();
        return thread.schedule(() -> guarded(bound), milliseconds, TimeUnit.MILLISECONDS);
    }

    /** The bare thread, for what brings its context itself. */
    ScheduledExecutorService thread() {
        return thread;
    }

    /** Waits for all tasks, those that tasks start included; fails if one of them did. */
    void finish() {
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), SECONDS, TimeUnit.SECONDS);
            boolean clean = thread.submit(() -> CurrentFrame.get() == ContextFrame.EMPTY)
                    .get(SECONDS, TimeUnit.SECONDS);
            assertThat(clean).as("nothing is left on the thread").isTrue();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the tasks did not end", e);
        }
        assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void guarded(Runnable bound) {
        try {
            bound.run();
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            running.arriveAndDeregister();
        }
    }
}
