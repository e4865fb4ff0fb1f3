// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code on new, bare threads and hands what it returns or throws to the calling thread. */
final class OtherThread {

    private static final int SECONDS = 20;

    private OtherThread() {}

    static void run(Runnable code) {
        call(() -> {
            code.run();
            return "done";
        });
    }

    static <V> V call(Callable<V> code) {
        return get(start(code, 0));
    }

    /** For code that nests a thousand times, which a stack of the usual size has no room for before it is compiled. */
    static <V> V callDeep(Callable<V> code) {
        return get(start(code, 16L << 20));
    }

    /** Runs the code on that many threads that all begin at the same time. */
    static <V> List<V> callTogether(int threads, Callable<V> code) {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<FutureTask<V>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(start(
                    () -> {
                        barrier.await(SECONDS, TimeUnit.SECONDS);
                        return code.call();
                    },
                    0));
        }
        return tasks.stream().map(OtherThread::get).toList();
    }

    private static <V> FutureTask<V> start(Callable<V> code, long stackSize) {
        FutureTask<V> task = new FutureTask<>(code);
        Thread thread = new Thread(null, task, "other", stackSize);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <V> V get(FutureTask<V> task) {
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on the other thread", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the other thread did not end", e);
        }
    }
}
