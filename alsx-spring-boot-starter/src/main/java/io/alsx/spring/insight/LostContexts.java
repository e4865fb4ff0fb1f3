// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ExecutorCoverage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out what has become of a store that is missing. Code that runs in a resource has been given a context, be it an
 * empty one; a thread of the server's, or one that started with the application, was never part of a request. What is left
 * has lost its context.
 */
final class LostContexts {

    private static final long ROOT = 1;

    /** Threads of these belong to no request, whatever they ask for. */
    private static final String[] NO_REQUEST = {
        "org.apache.catalina.",
        "org.apache.tomcat.",
        "org.eclipse.jetty.server.",
        "org.springframework.boot.SpringApplication",
        "org.springframework.boot.devtools.",
        "org.springframework.test.",
        "org.springframework.scheduling.support.ScheduledMethodRunnable",
        "org.springframework.scheduling.concurrent.ReschedulingRunnable",
        "org.springframework.amqp.rabbit.listener.",
        "org.springframework.jms.listener.",
        "org.springframework.kafka.listener.",
        "org.quartz.core.",
        "io.grpc.internal.Server",
        "org.junit."
    };

    private static final String SPRINGS_TASK = "org.springframework.scheduling.support.DelegatingErrorHandlingRunnable";

    private static final String PERIODIC = "java.util.concurrent.FutureTask.runAndReset";

    private final Findings<LostContext> findings = new Findings<>();

    private final ThreadOwners owners;

    private final DiagnosticsMode mode;

    private final double share;

    /**
     * Makes it.
     *
     * @param coverage tells of executors
     * @param mode what to do about a lost context
     * @param share of the reads without a store that are looked into, from 0 to 1
     */
    LostContexts(ExecutorCoverage coverage, DiagnosticsMode mode, double share) {
        this.owners = new ThreadOwners(coverage);
        this.mode = mode;
        this.share = share;
    }

    void missing(AsyncLocalStorage<?> storage) {
        if (mode != DiagnosticsMode.OFF && AsyncHooks.executionAsyncId() == ROOT && isSampled() && isOfARequest()) {
            ThreadOwners.Owner owner = owners.ofCurrentThread();
            LostContext lost = new LostContext(
                    storage.name(),
                    Thread.currentThread().getName(),
                    owner.executor(),
                    CallSite.caller(),
                    CallSite.task(),
                    owner.cause());
            findings.add(lost.site() + " on " + lost.executor(), lost);
            if (mode == DiagnosticsMode.FAIL) {
                throw new IllegalStateException(lost.toString());
            }
        }
    }

    Findings<LostContext> findings() {
        return findings;
    }

    private boolean isSampled() {
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    private static boolean isOfARequest() {
        return !CallSite.isBounded() && !CallSite.isOurs() && !CallSite.passes(NO_REQUEST) && !isRepeated();
    }

    /** Whether one of Spring's schedulers may run this again and again, each time anew. Only pools let that be seen. */
    private static boolean isRepeated() {
        return CallSite.passes(SPRINGS_TASK) && (CallSite.isIn(PERIODIC) || !ExecutorThreads.isWorker());
    }
}
