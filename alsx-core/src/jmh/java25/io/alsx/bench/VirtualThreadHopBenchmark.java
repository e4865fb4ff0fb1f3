// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The hop to a virtual thread for each task. */
public class VirtualThreadHopBenchmark extends Hop {

    @Override
    ExecutorService pool() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }
}
