// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.util.ReflectionUtils;

/**
 * The fields of Spring's classes that are read or set here because nothing else tells or takes what is in them, and the
 * properties of executors, which are set by name, as no type has them all.
 */
public final class HopRuntimeHints implements RuntimeHintsRegistrar {

    /** The name of a class, which may not be there. */
    private static final String MVC =
            "org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter";

    /** Makes the registrar. */
    public HopRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (Class<?> type : List.of(
                SimpleAsyncTaskExecutor.class,
                TaskExecutorAdapter.class,
                ConcurrentTaskExecutor.class,
                ThreadPoolTaskExecutor.class,
                ThreadPoolTaskScheduler.class)) {
            register(hints, type, ExecutorPostProcessor.PROPERTY);
            hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
        hints.reflection()
                .registerTypeIfPresent(classLoader, MVC, hint -> hint.withField(HeldExecutorPostProcessor.PROPERTY));
        register(hints, TaskExecutorAdapter.class, ExcludedExecutors.ADAPTED);
        register(hints, SimpleApplicationEventMulticaster.class, EventMulticasterPostProcessor.FIELD);
        register(hints, ThreadPoolTaskScheduler.class, InnerExecutors.POOL);
        register(hints, ConcurrentTaskScheduler.class, InnerExecutors.POOL);
        InnerExecutors.OF_THREAD_PER_TASK.forEach(field -> register(hints, SimpleAsyncTaskScheduler.class, field));
        register(hints, DelegatingErrorHandlingRunnable.class, ContextTaskScheduler.DELEGATE);
        ReflectionUtils.doWithLocalFields(
                AsyncExecutionAspectSupport.class, field -> hints.reflection().registerField(field));
    }

    private static void register(RuntimeHints hints, Class<?> type, String name) {
        Field field = ReflectionUtils.findField(type, name);
        if (field != null) {
            hints.reflection().registerField(field);
        }
    }
}
