// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.regex.Pattern;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Tells whether the calling thread is one of an executor's, as far as that shows from outside: a {@link ForkJoinPool} knows
 * its threads, others or their thread factories say how the names begin, and what says nothing is at least at work while
 * its thread is. Wraps and replaces nothing. Thread-safe; holds no executor.
 */
final class ExecutorThreads {

    private static final String PREFIX = "threadNamePrefix";

    private static final String WORKER = "java.util.concurrent.ThreadPoolExecutor$Worker";

    private static final String FOR_EACH_TASK = "java.util.concurrent.ThreadPerTaskExecutor";

    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("\\d+$");

    /** How the names begin that an executor or a thread factory gives; empty where it does not say. */
    private final Map<Object, String> prefixes = Collections.synchronizedMap(new WeakHashMap<>());

    /** Whether a thread is one of an executor's. */
    enum Answer {
        YES,
        MAYBE,
        NO
    }

    /** Whether the calling thread is a worker of some executor, and no thread that was started by hand. */
    static boolean isWorker() {
        return CallSite.passes(WORKER, FOR_EACH_TASK);
    }

    /** Whether the calling thread is one of this executor's. */
    Answer isOneOf(Executor bean) {
        Executor executor = inside(bean);
        if (executor instanceof ForkJoinPool pool) {
            boolean its = Thread.currentThread() instanceof ForkJoinWorkerThread worker && worker.getPool() == pool;
            return its ? Answer.YES : Answer.NO;
        }
        boolean isPool = executor instanceof ThreadPoolExecutor;
        if (isPool && ((ThreadPoolExecutor) executor).getActiveCount() == 0) {
            return Answer.NO;
        }
        String prefix = prefix(isPool ? ((ThreadPoolExecutor) executor).getThreadFactory() : executor);
        if (prefix.isEmpty()) {
            return mayRunHere(executor) ? Answer.MAYBE : Answer.NO;
        }
        String name = Thread.currentThread().getName();
        boolean its =
                name.startsWith(prefix) && name.chars().skip(prefix.length()).allMatch(Character::isDigit);
        return its ? Answer.YES : Answer.NO;
    }

    /** Asked for without the map's lock, as the answer is the application's code, which may wait for a lock of its own. */
    private String prefix(Object named) {
        String prefix = prefixes.get(named);
        if (prefix == null) {
            prefix = prefixOf(named);
            prefixes.put(named, prefix);
        }
        return prefix;
    }

    /** Threads are named by the pool inside, which may have a thread factory of the application's. */
    private static Executor inside(Executor executor) {
        try {
            if (executor instanceof ThreadPoolTaskExecutor spring) {
                return spring.getThreadPoolExecutor();
            }
            if (executor instanceof ThreadPoolTaskScheduler spring) {
                return spring.getScheduledThreadPoolExecutor();
            }
            return executor instanceof ConcurrentTaskExecutor spring ? spring.getConcurrentExecutor() : executor;
        } catch (IllegalStateException e) {
            return executor; // there is none, or one of another type
        }
    }

    private static boolean mayRunHere(Executor executor) {
        if (executor.getClass().getName().equals(FOR_EACH_TASK)) {
            return CallSite.passes(FOR_EACH_TASK, "java.lang.VirtualThread");
        }
        return CallSite.passes(WORKER);
    }

    private static String prefixOf(Object named) {
        var properties = PropertyAccessorFactory.forBeanPropertyAccess(named);
        if (properties.isReadableProperty(PREFIX) && properties.getPropertyValue(PREFIX) instanceof String prefix) {
            return prefix;
        }
        if (named.getClass() == Executors.defaultThreadFactory().getClass()) {
            // it says only on threads how it names them, and this one is never started
            String sample = ((ThreadFactory) named).newThread(() -> {}).getName();
            return NUMBER_AT_THE_END.matcher(sample).replaceFirst("");
        }
        return "";
    }
}
