// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;

/** The hop to a fork-join pool of one worker, which takes its tasks in the order of their submission. */
public class ForkJoinHopBenchmark extends Hop {

    @Override
    ExecutorService pool() {
        return new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
    }
}
