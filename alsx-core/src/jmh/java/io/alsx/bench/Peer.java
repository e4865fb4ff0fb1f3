// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.concurrent.ExecutorService;
import org.openjdk.jmh.infra.BenchmarkParams;

/** One of those that are compared, as far as preparing a benchmark goes; what is measured are its static methods. */
interface Peer {

    /** Enters the store on the calling thread for good. */
    void enter(Object store);

    /** Enters a store under the key of this number, as what somebody else keeps there. */
    void enterOther(int number, Object store);

    /** An executor that hands each task to the pool with the context of its submission. */
    ExecutorService propagating(ExecutorService pool);

    default void enterOthers(int count) {
        for (int i = 0; i < count; i++) {
            enterOther(i, new Object());
        }
    }

    /** The one that the benchmark's method is named after; the context of no other is touched in its fork. */
    static Peer of(BenchmarkParams benchmark) {
        String name = benchmark.getBenchmark();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "alsx" -> new Alsx();
            case "threadLocal", "jdk" -> new Raw();
            case "openTelemetry" -> new OpenTelemetry();
            case "grpc" -> new Grpc();
            case "micrometer" -> new Micrometer();
            case "ttl" -> new Ttl();
            case "brave" -> new BravePeer();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
