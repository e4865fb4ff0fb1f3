// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running model of a case, on one thread: tasks in the order of their deferral, then delayed tasks by time, and
 * after each task all microtasks. Time is counted, not waited for. Every task and microtask runs in the context of the
 * code that scheduled it.
 */
final class ConformanceLoop {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final Queue<Delayed> delayed =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::time).thenComparingLong(Delayed::number));

    private final Queue<Runnable> microtasks = new ArrayDeque<>();

    private final Queue<Runnable> checks = new ArrayDeque<>();

    private final List<Consumer<RuntimeException>> handlers = new ArrayList<>();

    private long now;

    private long lastNumber;

    void run(Runnable first) {
        tasks.add(AsyncLocalStorage.bind(first));
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
            drain();
            assertThat(Thread.currentThread().isInterrupted()).as("given up").isFalse();
            assertThat(CurrentFrame.get()).as("context after a task").isSameAs(ContextFrame.EMPTY);
        }
    }

    void defer(Runnable task) {
        tasks.add(AsyncLocalStorage.bind(() -> guarded(task)));
    }

    void delay(long milliseconds, Runnable task) {
        Snapshot context = AsyncLocalStorage.snapshot();
        delayed.add(new Delayed(now + Math.max(1, milliseconds), ++lastNumber, () -> context.run(() -> guarded(task))));
    }

    /** Runs it after the running task or microtask, in the context that it brings itself. */
    void microtask(Runnable bound) {
        microtasks.add(bound);
    }

    /** Runs it when there is no microtask left, in the context of now. */
    void check(Runnable check) {
        checks.add(AsyncLocalStorage.bind(check));
    }

    /** Takes the next error that a task does not catch, in the context of that task. */
    void onUncaught(Consumer<RuntimeException> handler) {
        handlers.add(handler);
    }

    void uncaught(RuntimeException error) {
        if (handlers.isEmpty()) {
            throw new AssertionError("Nothing handles an error of a task", error);
        }
        List<Consumer<RuntimeException>> called = List.copyOf(handlers);
        handlers.clear();
        called.forEach(handler -> handler.accept(error));
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            uncaught(e);
        }
    }

    private @Nullable Runnable next() {
        if (!tasks.isEmpty() || delayed.isEmpty()) {
            return tasks.poll();
        }
        Delayed next = delayed.remove();
        now = next.time;
        return next.task;
    }

    private void drain() {
        while (!microtasks.isEmpty() || !checks.isEmpty()) {
            (microtasks.isEmpty() ? checks : microtasks).remove().run();
        }
    }

    private record Delayed(long time, long number, Runnable task) {}
}
