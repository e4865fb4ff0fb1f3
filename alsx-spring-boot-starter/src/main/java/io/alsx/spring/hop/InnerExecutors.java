// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * The executors inside of Spring's schedulers, for schedulers whose decorator comes too late or costs too much. They can
 * be read and replaced only where they are kept.
 */
final class InnerExecutors {

    static final String POOL = "scheduledExecutor";

    /** For all tasks but those with a fixed delay, and for those. */
    static final List<String> OF_THREAD_PER_TASK = List.of("triggerExecutor", "fixedDelayExecutor");

    private static final int FINAL_IS_FINAL = 26;

    private InnerExecutors() {}

    /** Whether there was an executor to replace, once it is initialized. */
    static boolean replace(ThreadPoolTaskScheduler scheduler, UnaryOperator<ScheduledThreadPoolExecutor> replacement) {
        return replace(ThreadPoolTaskScheduler.class, POOL, scheduler, replacement);
    }

    /**
     * Whether there were executors to replace. The fields are final: from JDK 26 on, a virtual machine warns of such a
     * change or refuses it, so there is none.
     */
    static boolean replace(SimpleAsyncTaskScheduler scheduler, UnaryOperator<ScheduledThreadPoolExecutor> replacement) {
        return Runtime.version().feature() < FINAL_IS_FINAL
                && OF_THREAD_PER_TASK.stream()
                        .allMatch(field -> replace(SimpleAsyncTaskScheduler.class, field, scheduler, replacement));
    }

    /** Whether it has begun to close: it tells by itself only in the end. */
    static boolean isShutdown(SimpleAsyncTaskScheduler scheduler) {
        return valueOf(SimpleAsyncTaskScheduler.class, OF_THREAD_PER_TASK.get(0), scheduler)
                        instanceof ScheduledExecutorService executor
                && executor.isShutdown();
    }

    /** Does nothing for an executor of a server, which has triggers of its own. */
    static void replace(ConcurrentTaskScheduler scheduler, UnaryOperator<ScheduledExecutorService> replacement) {
        Field field = ReflectionUtils.findField(ConcurrentTaskScheduler.class, POOL);
        if (field != null
                && valueOf(field, scheduler) instanceof ScheduledExecutorService executor
                && (executor instanceof ScheduledThreadPoolExecutor
                        || executor.getClass().getName().startsWith("java.util.concurrent."))) {
            ReflectionUtils.setField(field, scheduler, replacement.apply(executor));
        }
    }

    /** Whether the executor binds runs of tasks with a trigger. */
    static boolean bindsTriggeredRuns(ConcurrentTaskScheduler scheduler) {
        return valueOf(ConcurrentTaskScheduler.class, POOL, scheduler) instanceof TriggeredRunExecutor;
    }

    /** Whether tasks that are cancelled are to be removed, once the scheduler is initialized. */
    static boolean removesCancelledTasks(ThreadPoolTaskScheduler scheduler) {
        return valueOf(ThreadPoolTaskScheduler.class, POOL, scheduler) instanceof ScheduledThreadPoolExecutor executor
                && executor.getRemoveOnCancelPolicy();
    }

    /** Whether a subclass has made the executor as the JDK has it, and not as Spring does, once it is initialized. */
    static boolean asksNoDecorator(ThreadPoolTaskScheduler scheduler) {
        Object executor = valueOf(ThreadPoolTaskScheduler.class, POOL, scheduler);
        return executor != null && executor.getClass() == ScheduledThreadPoolExecutor.class;
    }

    private static boolean replace(
            Class<?> type, String name, Object scheduler, UnaryOperator<ScheduledThreadPoolExecutor> replacement) {
        Field field = ReflectionUtils.findField(type, name);
        if (field == null || !(valueOf(field, scheduler) instanceof ScheduledThreadPoolExecutor executor)) {
            return false;
        }
        try {
            if (!(executor instanceof ContextScheduledExecutor)) {
                field.set(scheduler, replacement.apply(executor));
            }
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    /** Null also where this version has no such field. */
    private static @Nullable Object valueOf(Class<?> type, String name, Object scheduler) {
        Field field = ReflectionUtils.findField(type, name);
        return field == null ? null : valueOf(field, scheduler);
    }

    private static @Nullable Object valueOf(Field field, Object scheduler) {
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, scheduler);
    }
}
