// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Runs with a fresh store among each number of others from 0 to 300, to find a number that is dearer than the rest. */
final class Sweep {

    static final String OP = "run among any number up to 300";

    private static final int MOST = 300;

    private static final int CALLS = 20_000;

    private static final int ROUNDS = 5;

    private static final int BYTES_OF_A_STORE = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Sweep() {}

    /** The times are the one of the dearest number; the reference is the median of all. */
    static Measurement run() throws InterruptedException {
        double[] nanos = new double[MOST + 1];
        double[] bytes = new double[MOST + 1];
        // What the first sweep makes the compiler think of frames is wrong at the first full one.
        for (int sweep = 0; sweep < 2; sweep++) {
            Thread thread = new Thread(() -> measureAll(nanos, bytes));
            thread.start();
            thread.join();
        }
        Spread times = Spread.of(nanos);
        double most = Spread.of(bytes).max() - BYTES_OF_A_STORE;
        return new Measurement(
                OP,
                "alsx",
                Runtime.version().feature(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                OP,
                "the median of all numbers",
                false,
                new double[] {times.max() / times.median()},
                (double) Math.round(most));
    }

    private static void measureAll(double[] nanos, double[] bytes) {
        measure();
        Peer peer = new Alsx();
        for (int others = 0; others <= MOST; others++) {
            if (others > 0) {
                peer.enterOther(others - 1, new Object());
            }
            double[] least = measure();
            nanos[others] = least[0];
            bytes[others] = least[1];
        }
    }

    private static double[] measure() {
        long leastNanos = Long.MAX_VALUE;
        long leastBytes = Long.MAX_VALUE;
        long thread = Thread.currentThread().getId();
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = THREADS.getThreadAllocatedBytes(thread);
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                Alsx.run(new Object(), Body.NOTHING);
            }
            leastNanos = Math.min(leastNanos, System.nanoTime() - start);
            leastBytes = Math.min(leastBytes, THREADS.getThreadAllocatedBytes(thread) - bytes);
        }
        return new double[] {(double) leastNanos / CALLS, (double) leastBytes / CALLS};
    }
}
