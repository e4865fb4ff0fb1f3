// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.MisusedScope;
import io.alsx.spring.insight.ObserverSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

/** Code that no request has given work to loses nothing, and scopes that are closed as they should be are left in peace. */
class FalseAlarmTest {

    private static final String WATCHED = "alsx.diagnostics.lost-context=log";

    @Test
    void jobsThatHaveNoStoreHaveLostNone() {
        try (RunningApplication application = RunningApplication.withoutWebServer(
                QuartzApplication.class, WATCHED, "alsx.jobs.enabled=false", "scheduler=unlost")) {
            application.bean(QuartzApplication.class).run("unlost", QuartzApplication.Plain.class, Map.of(), 0);

            assertThat(application.bean(Sightings.class).next("plain unlost").store())
                    .isNull();
            assertThatNoneIsLost(application);
        }
    }

    @Test
    void listenersThatHaveNoStoreHaveLostNone() {
        try (JmsBroker broker = JmsBroker.start();
                RunningApplication application = RunningApplication.withoutWebServer(
                        JmsListenerTest.Application.class, WATCHED, "alsx.messaging.enabled=false", "prefix=unlost-")) {
            application.bean(JmsTemplate.class).convertAndSend("unlost-plain", "hello");

            assertThat(application.bean(Sightings.class).next("plain").store()).isNull();
            assertThatNoneIsLost(application);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Pool.class, ThreadPerTask.class})
    void whatIsScheduledFromTheStartHasLostNone(Class<?> source) {
        try (RunningApplication application =
                RunningApplication.withoutWebServer(source, WATCHED, "alsx.executors.exclude=taskScheduler")) {
            for (String kind : new String[] {"method", "rate", "trigger"}) {
                assertThat(application.bean(Sightings.class).next(kind).user())
                        .as(kind)
                        .isNull();
            }
            assertThatNoneIsLost(application);
        }
    }

    @Test
    void aScopeMayBeOpenWhileItsResourceRunsOnceMore() {
        ContextObserver observer = watchingScopes();
        try {
            AsyncResource resource = new AsyncResource("Twice");
            resource.runInAsyncScope(() -> {
                try (Scope scope = USER.withScope("outer")) {
                    resource.runInAsyncScope(() -> {});
                }
            });

            assertThat(observer.misusedScopes().recent()).isEmpty();
        } finally {
            observer.destroy();
        }
    }

    @Test
    void aScopeThatTheInnerOfTwoRunsLeavesOpenIsToldOf() {
        ContextObserver observer = watchingScopes();
        try {
            AsyncResource resource = new AsyncResource("Twice");
            resource.runInAsyncScope(() -> resource.runInAsyncScope(() -> {
                USER.withScope("left");
            }));

            assertThat(observer.misusedScopes().recent())
                    .singleElement()
                    .extracting(MisusedScope::how)
                    .isEqualTo(MisusedScope.How.NEVER_CLOSED);
        } finally {
            observer.destroy();
        }
    }

    @Test
    void aScopeThatIsGoneIsToldOfWhenSomebodyAsks() throws InterruptedException {
        ContextObserver observer = watchingScopes();
        try {
            Thread thread = new Thread(() -> USER.withScope("gone"));
            thread.start();
            thread.join(20_000);

            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                System.gc();
                return observer.misusedScopes().total() == 1;
            });
        } finally {
            observer.destroy();
        }
    }

    private static ContextObserver watchingScopes() {
        return new ContextObserver(
                ExecutorCoverage.NONE, new ObserverSettings(DiagnosticsMode.OFF, DiagnosticsMode.LOG, false, 1));
    }

    private static void assertThatNoneIsLost(RunningApplication application) {
        assertThat(application.bean(ContextObserver.class).lostContexts().recent())
                .isEmpty();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class Scheduling {

        @Bean
        static Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
            return new Sightings(requestStorage);
        }

        @Bean
        SchedulingConfigurer configurer(Sightings sightings) {
            return tasks -> {
                tasks.addFixedRateTask(() -> sightings.note("rate"), Duration.ofHours(1));
                PeriodicTrigger trigger = new PeriodicTrigger(Duration.ofHours(1));
                tasks.addTriggerTask(() -> sightings.note("trigger"), trigger);
            };
        }

        @Bean
        Methods methods(Sightings sightings) {
            return new Methods(sightings);
        }
    }

    @Import(Scheduling.class)
    static class Pool {

        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            return new ThreadPoolTaskScheduler();
        }
    }

    @Import(Scheduling.class)
    static class ThreadPerTask {

        @Bean
        SimpleAsyncTaskScheduler taskScheduler() {
            return new SimpleAsyncTaskScheduler();
        }
    }

    record Methods(Sightings sightings) {

        @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
        void method() {
            sightings.note("method");
        }
    }
}
