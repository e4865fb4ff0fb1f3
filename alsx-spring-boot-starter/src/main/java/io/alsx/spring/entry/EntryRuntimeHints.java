// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The fields and getters of other libraries that are read here because nothing else tells what is in them. Of a library
 * that is not there, none.
 */
public final class EntryRuntimeHints implements RuntimeHintsRegistrar {

    private static final String KAFKA = "org.springframework.kafka.";

    private static final String INTEGRATION = "org.springframework.integration.";

    private static final String QUARTZ = "org.quartz.";

    private static final String BATCH = "org.springframework.batch.core.";

    /** Makes the registrar. */
    public EntryRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        Registration here = new Registration(hints, classLoader);
        here.fields(KAFKA + "config.AbstractKafkaListenerContainerFactory", "containerCustomizer");
        here.fields(KAFKA + "listener.AbstractMessageListenerContainer", "recordInterceptor", "batchInterceptor");
        here.fields("org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer", "adviceChain");
        here.fields(QUARTZ + "impl.StdScheduler", QuartzSchedulerPostProcessor.SCHEDULER);
        here.fields(QUARTZ + "core.QuartzScheduler", QuartzSchedulerPostProcessor.RESOURCES);
        here.fields(BATCH + "launch.support.TaskExecutorJobLauncher", BatchLauncherPostProcessor.EXECUTOR);
        here.fields(INTEGRATION + "endpoint.AbstractPollingEndpoint", IntegrationPostProcessor.ADVICE);
        here.fields(INTEGRATION + "channel.QueueChannel", IntegrationSender.QUEUE);
        here.fields(INTEGRATION + "channel.AbstractExecutorChannel", IntegrationSender.EXECUTOR);
        here.fieldOfAnonymous(BATCH + "launch.support.TaskExecutorJobLauncher$1", "val$jobExecution");
        for (String type : List.of(
                "Entity",
                "JobExecution",
                "JobInstance",
                "JobParameters",
                "job.JobExecution",
                "job.JobInstance",
                "job.parameters.JobParameters")) {
            here.methods(BATCH + type);
        }
    }

    private record Registration(
            RuntimeHints hints, @Nullable ClassLoader classLoader) {

        void fields(String type, String... names) {
            for (String name : names) {
                Class<?> present = present(type);
                Field field = present == null ? null : ReflectionUtils.findField(present, name);
                if (field != null) {
                    hints.reflection().registerField(field);
                }
            }
        }

        /** By its name, as hints refuse a class that is anonymous. */
        void fieldOfAnonymous(String type, String name) {
            hints.reflection().registerTypeIfPresent(classLoader, type, hint -> hint.withField(name));
        }

        void methods(String type) {
            hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.INVOKE_PUBLIC_METHODS);
        }

        private @Nullable Class<?> present(String type) {
            return ClassUtils.isPresent(type, classLoader) ? ClassUtils.resolveClassName(type, classLoader) : null;
        }
    }
}
