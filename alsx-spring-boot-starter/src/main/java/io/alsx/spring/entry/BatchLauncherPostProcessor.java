// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskExecutor;

/**
 * Has the execution of each Spring Batch job run with a store.
 *
 * <p>A job that a request, a message or a Quartz job launches is part of that, and keeps its store, and all else in its
 * context: launched synchronously in any case, otherwise where the launcher's executor carries the context, as a Spring
 * executor that is a bean does. A job that is launched without a store, at the start of the application for instance, or
 * whose launcher's executor does not carry, has one of its own. It lasts from the job's first listener to its last one;
 * steps and partitions on executors that carry the context see it as well.
 *
 * <p>The launcher and the operator of jobs hand each job to their executor; it is that, which is no bean then, that is
 * wrapped. So a restart has a new store, and jobs that the launcher has no part in have none.
 */
public final class BatchLauncherPostProcessor implements BeanPostProcessor {

    static final String EXECUTOR = "taskExecutor";

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first job is launched
     * @param enabled whether to do anything; asked for when the first launcher is made
     */
    public BatchLauncherPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object target = AopProxyUtils.getSingletonTarget(bean);
        if ((target == null ? bean : target) instanceof TaskExecutorJobLauncher launcher && enabled.getAsBoolean()) {
            TaskExecutor present = executorOf(launcher);
            if (!(present instanceof BatchJobExecutor)) {
                launcher.setTaskExecutor(new BatchJobExecutor(present, entryPoint));
            }
        }
        return bean;
    }

    private static TaskExecutor executorOf(TaskExecutorJobLauncher launcher) {
        return (TaskExecutor) Objects.requireNonNull(
                PrivateField.valueOf(TaskExecutorJobLauncher.class, EXECUTOR, launcher), EXECUTOR);
    }
}
