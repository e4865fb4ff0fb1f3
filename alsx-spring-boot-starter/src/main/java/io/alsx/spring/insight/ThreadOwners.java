// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.spring.ExecutorCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * Tells which executor a thread belongs to, as far as threads tell: those of a {@link ForkJoinPool} know it, and those of
 * other executors have names that begin as the executor, or its thread factory, says. Others may belong to any executor
 * that says nothing, and these are named.
 */
final class ThreadOwners {

    private static final String PREFIX = "threadNamePrefix";

    private static final List<String> EXECUTOR_FRAMES =
            List.of("java.util.concurrent.ThreadPoolExecutor$Worker", "java.util.concurrent.ThreadPerTaskExecutor");

    private static final String ASYNC_STAGES = "java.util.concurrent.CompletableFuture$Async";

    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("\\d+$");

    private final ExecutorCoverage coverage;

    /** Of each executor bean, how its threads' names begin; empty where that is not known. */
    private final Map<String, String> prefixes = new ConcurrentHashMap<>();

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
        if (thread instanceof ForkJoinWorkerThread) {
            return new Owner("a pool that is no bean", LostContextCause.FOREIGN_POOL);
        }
        if (!CallSite.passes(EXECUTOR_FRAMES.toArray(String[]::new))) {
            return CallSite.passes(ASYNC_STAGES) // on few processors it starts a thread for each in place of the pool
                    ? new Owner("the common pool", LostContextCause.COMMON_POOL)
                    : new Owner("no executor", LostContextCause.OWN_THREAD);
        }
        List<String> silent = silentOnes();
        return silent.isEmpty()
                ? new Owner("a pool that is no bean", LostContextCause.FOREIGN_POOL)
                : new Owner(
                        "executor " + String.join(" or ", silent) + ", or a pool that is no bean",
                        LostContextCause.NOT_WRAPPED);
    }

    private @Nullable String beanOf(Thread thread) {
        List<String> owners = new ArrayList<>(1);
        coverage.forEach((name, executor) -> {
            if (owners.isEmpty() && owns(name, executor, thread)) {
                owners.add(name);
            }
        });
        return owners.isEmpty() ? null : owners.get(0);
    }

    private boolean owns(String name, Executor executor, Thread current) {
        if (executor instanceof ForkJoinPool pool) {
            return current instanceof ForkJoinWorkerThread worker && worker.getPool() == pool;
        }
        String prefix = prefixes.computeIfAbsent(name, unknown -> prefixOf(executor));
        String thread = current.getName();
        return !prefix.isEmpty()
                && thread.startsWith(prefix)
                && thread.chars().skip(prefix.length()).allMatch(Character::isDigit);
    }

    /** Those that do not carry the context, and of which nothing tells the threads. */
    private List<String> silentOnes() {
        List<String> names = new ArrayList<>();
        coverage.forEach((name, executor) -> {
            if (!(executor instanceof ForkJoinPool)
                    && coverage.state(name) != ExecutorCoverage.State.CARRIES
                    && prefixes.getOrDefault(name, "").isEmpty()) {
                names.add("'" + name + "'");
            }
        });
        return names;
    }

    private static String prefixOf(Executor executor) {
        String own = property(executor);
        if (own.isEmpty() && executor instanceof ThreadPoolExecutor pool) {
            ThreadFactory factory = pool.getThreadFactory();
            own = property(factory);
            if (own.isEmpty()
                    && factory.getClass() == Executors.defaultThreadFactory().getClass()) {
                // it says only on threads how it names them, and this one is never started
                String sample = factory.newThread(() -> {}).getName();
                own = NUMBER_AT_THE_END.matcher(sample).replaceFirst("");
            }
        }
        return own;
    }

    private static String property(Object bean) {
        var properties = PropertyAccessorFactory.forBeanPropertyAccess(bean);
        return properties.isReadableProperty(PREFIX) && properties.getPropertyValue(PREFIX) instanceof String prefix
                ? prefix
                : "";
    }
}
