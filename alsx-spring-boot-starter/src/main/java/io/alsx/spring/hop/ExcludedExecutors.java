// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.util.ReflectionUtils;

/** The executors that are to be left alone, for who has an executor in hand and not its name. Thread-safe. */
final class ExcludedExecutors {

    static final String ADAPTED = "concurrentExecutor";

    private final Predicate<String> included;

    private final List<WeakReference<Executor>> excluded = new CopyOnWriteArrayList<>();

    ExcludedExecutors(Predicate<String> included) {
        this.included = included;
    }

    /** To be told of each bean. */
    void made(Object bean, String beanName) {
        if (bean instanceof Executor executor && !included.test(beanName)) {
            excluded.removeIf(reference -> reference.refersTo(null));
            excluded.add(new WeakReference<>(executor));
        }
    }

    boolean contain(Executor executor) {
        if (excluded.isEmpty()) {
            return false;
        }
        Object adapted = executor.getClass() == TaskExecutorAdapter.class ? adaptedBy(executor) : executor;
        return excluded.stream().anyMatch(reference -> reference.refersTo(executor) || reference.get() == adapted);
    }

    /** Spring wraps an executor of the JDK in an adapter, which does not tell it. */
    private static @Nullable Object adaptedBy(Executor adapter) {
        Field field = ReflectionUtils.findField(TaskExecutorAdapter.class, ADAPTED);
        if (field == null) {
            return adapter;
        }
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, adapter);
    }
}
