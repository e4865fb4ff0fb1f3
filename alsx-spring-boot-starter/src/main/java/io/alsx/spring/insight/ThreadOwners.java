// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.spring.ExecutorCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * Tells which executor a thread belongs to, as far as threads tell: those of a {@link ForkJoinPool} know it, those of
 * Spring's executors have names that begin as the executor says, and those of the JDK's pools have the name of the
 * thread factory.
 */
final class ThreadOwners {

    private static final String PREFIX = "threadNamePrefix";

    private static final String POOL_THREAD = "java.util.concurrent.ThreadPoolExecutor$Worker";

    private final ExecutorCoverage coverage;

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
        String bean = beanOf(thread);
        if (bean != null) {
            LostContextCause cause = coverage.state(bean) == ExecutorCoverage.State.EXCLUDED
                    ? LostContextCause.EXCLUDED
                    : LostContextCause.NOT_WRAPPED;
            return new Owner("executor '" + bean + "'", cause);
        }
        if (CallSite.passes("reactor.core.")) {
            return new Owner("Reactor", LostContextCause.REACTOR);
        }
        return thread instanceof ForkJoinWorkerThread || CallSite.passes(POOL_THREAD)
                ? new Owner("a pool that is no bean", LostContextCause.FOREIGN_POOL)
                : new Owner("no executor", LostContextCause.OWN_THREAD);
    }

    private @Nullable String beanOf(Thread thread) {
        List<String> owners = new ArrayList<>(1);
        coverage.forEach((name, executor) -> {
            if (owners.isEmpty() && owns(executor, thread)) {
                owners.add(name);
            }
        });
        return owners.isEmpty() ? null : owners.get(0);
    }

    private static boolean owns(Executor executor, Thread thread) {
        if (executor instanceof ForkJoinPool pool) {
            return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == pool;
        }
        var properties = PropertyAccessorFactory.forBeanPropertyAccess(executor);
        return properties.isReadableProperty(PREFIX)
                && properties.getPropertyValue(PREFIX) instanceof String prefix
                && !prefix.isEmpty()
                && thread.getName().startsWith(prefix);
    }
}
