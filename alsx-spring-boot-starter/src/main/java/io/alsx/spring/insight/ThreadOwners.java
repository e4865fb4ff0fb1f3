// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.ExecutorCoverage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;

/**
 * Tells which executor a thread belongs to, and why that does not carry the context. Where several may be meant, all of
 * them are named.
 */
final class ThreadOwners {

    private static final String ASYNC_STAGES = "java.util.concurrent.CompletableFuture$Async";

    private final ExecutorCoverage coverage;

    private final ExecutorThreads threads = new ExecutorThreads();

    ThreadOwners(ExecutorCoverage coverage) {
        this.coverage = coverage;
    }

    /**
     * What a thread belongs to.
     *
     * @param executor a name for people
     * @param cause why it has no context
     */
    record Owner(String executor, LostContextCause cause) {}

    /** The owner of the calling thread. */
    Owner ofCurrentThread() {
        Thread thread = Thread.currentThread();
        if (thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool()) {
            return new Owner("the common pool", LostContextCause.COMMON_POOL);
        }
        List<String> certain = new ArrayList<>(1);
        List<String> possible = new ArrayList<>(1);
        coverage.forEach((name, executor) -> {
            switch (threads.isOneOf(executor)) {
                case YES -> certain.add(name);
                case MAYBE -> possible.add(name);
                case NO -> {}
            }
        });
        if (!certain.isEmpty()) {
            return new Owner(named(certain), causeIn(certain));
        }
        if (CallSite.passes("reactor.core.")) {
            return new Owner("Reactor", LostContextCause.REACTOR);
        }
        possible.removeIf(name -> coverage.state(name) == State.CARRIES);
        if (!possible.isEmpty()) {
            return new Owner(named(possible) + ", or a pool that is no bean", causeIn(possible));
        }
        if (thread instanceof ForkJoinWorkerThread || ExecutorThreads.isWorker()) {
            return new Owner("a pool that is no bean", LostContextCause.FOREIGN_POOL);
        }
        return CallSite.passes(ASYNC_STAGES) // on few processors it starts a thread for each in place of the pool
                ? new Owner("the common pool", LostContextCause.COMMON_POOL)
                : new Owner("no executor", LostContextCause.OWN_THREAD);
    }

    private static String named(List<String> beans) {
        return beans.stream().map(bean -> "'" + bean + "'").collect(Collectors.joining(" or ", "executor ", ""));
    }

    /** The cause that all have in common, as the remedy has to fit whichever it is. */
    private LostContextCause causeIn(List<String> beans) {
        if (beans.stream().allMatch(bean -> coverage.state(bean) == State.EXCLUDED)) {
            return LostContextCause.EXCLUDED;
        }
        return beans.stream().allMatch(bean -> coverage.state(bean) == State.CARRIES)
                ? LostContextCause.BYPASSED
                : LostContextCause.NOT_WRAPPED;
    }
}
