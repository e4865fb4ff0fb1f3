// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.entry.EntryRuntimeHints;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** What is read by reflection where contexts begin is hinted at, for native images, on each line. */
class EntryRuntimeHintsTest {

    @ParameterizedTest
    @CsvSource({
        "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory,containerCustomizer",
        "org.springframework.kafka.listener.AbstractMessageListenerContainer,recordInterceptor",
        "org.springframework.kafka.listener.AbstractMessageListenerContainer,batchInterceptor",
        "org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer,adviceChain",
        "org.springframework.integration.endpoint.AbstractPollingEndpoint,adviceChain",
        "org.springframework.integration.channel.QueueChannel,queue",
        "org.springframework.integration.channel.AbstractExecutorChannel,executor",
        "org.quartz.impl.StdScheduler,sched",
        "org.quartz.core.QuartzScheduler,resources",
        "org.springframework.batch.core.launch.support.TaskExecutorJobLauncher,taskExecutor"
    })
    void hintAtFields(String type, String field) throws ClassNotFoundException {
        assertThat(RuntimeHintsPredicates.reflection().onField(Class.forName(type), field))
                .accepts(hints(getClass().getClassLoader()));
    }

    @Test
    void hintAtTheExecutionThatATaskOfALauncherIsFor() throws ClassNotFoundException {
        Class<?> task = Class.forName(TaskExecutorJobLauncher.class.getName() + "$1");
        Class<?> execution = Arrays.stream(task.getDeclaredFields())
                .filter(field -> field.getName().equals("val$jobExecution"))
                .findFirst()
                .orElseThrow()
                .getType();

        TypeHint hint = hints(getClass().getClassLoader()).reflection().getTypeHint(TypeReference.of(task.getName()));
        assertThat(hint.fields().map(FieldHint::getName)).containsExactly("val$jobExecution");
        assertThat(gettersOf(execution)).accepts(hints(getClass().getClassLoader()));
        for (String name : List.of("JobInstance", "JobParameters")) {
            Class<?> type = Stream.of("", ".job", ".job.parameters")
                    .map(part -> "org.springframework.batch.core" + part + "." + name)
                    .filter(candidate -> ClassUtils.isPresent(candidate, null))
                    .map(present -> ClassUtils.resolveClassName(present, null))
                    .findFirst()
                    .orElseThrow();
            assertThat(gettersOf(type)).as(name).accepts(hints(getClass().getClassLoader()));
        }
    }

    @Test
    void needNoLibraryThatIsMissing() {
        RuntimeHints none = hints(new FilteredClassLoader(
                "org.quartz",
                "org.springframework.batch",
                "org.springframework.kafka",
                "org.springframework.amqp",
                "org.springframework.integration"));
        assertThat(none.reflection().typeHints()).isEmpty();
    }

    @Test
    void areRegisteredWhereContextsBegin() {
        assertThat(AnnotatedElementUtils.getMergedAnnotation(AlsxEntryAutoConfiguration.class, ImportRuntimeHints.class)
                        .value())
                .containsExactly(EntryRuntimeHints.class);
    }

    private static Predicate<RuntimeHints> gettersOf(Class<?> type) {
        return RuntimeHintsPredicates.reflection()
                .onType(type)
                .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS);
    }

    private static RuntimeHints hints(ClassLoader classLoader) {
        RuntimeHints hints = new RuntimeHints();
        new EntryRuntimeHints().registerHints(hints, classLoader);
        return hints;
    }
}
