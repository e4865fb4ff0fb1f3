// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.EntryApplication.Call;
import io.alsx.spring.EntryApplication.OnMethods;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Each call of an annotated method is an entry point: a context of its own, with a store of its own. */
@ExtendWith(OutputCaptureExtension.class)
class RunInStoreTest {

    private static final String LISTENER =
            "alsx.entry-points.annotations=io.alsx.spring.EntryApplication$QueueListener";

    private static RunningApplication application;

    private static OnMethods onMethods;

    private static AsyncLocalStorage<RequestStore> storage;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(EntryApplication.class, LISTENER);
        onMethods = application.bean(OnMethods.class);
        storage = storageOf(application);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    @Surface(value = "Jobs: `@RunInStore`", virtual = false)
    void givesEachCallAStoreThatTellsWhatIsCalled() {
        RequestStore first = onMethods.byDefault().requireStore();
        RequestStore second = onMethods.byDefault().requireStore();

        assertThat(first.method()).isEqualTo("CALL");
        assertThat(first.path()).isEqualTo("OnMethods.byDefault");
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
        assertThat(storage.getStore()).isNull();
        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void takesKindAndNameFromTheAnnotation() {
        assertThat(onMethods.named().requireStore().toString()).startsWith("JOB nightly ");
        assertThat(onMethods.byMeta().requireStore().toString()).startsWith("JOB meta ");
        assertThat(application
                        .bean(EntryApplication.OnClass.class)
                        .byClass()
                        .requireStore()
                        .toString())
                .startsWith("CALL whole class ");
        assertThat(application
                        .bean(EntryApplication.Service.class)
                        .serve()
                        .requireStore()
                        .path())
                .isEqualTo("OfInterface.serve");
    }

    @Test
    void beginsFromEmptyAlsoInsideOfARequest() {
        RequestStore request = new RequestStore("outer", "GET", "/");
        storage.run(
                request,
                () -> USER.run("u", () -> {
                    Call call = onMethods.byDefault();
                    assertThat(call.requireStore()).isNotSameAs(request);
                    assertThat(call.user()).isNull();
                    assertThat(storage.getStore()).isSameAs(request);
                    assertThat(USER.getStore()).isEqualTo("u");
                }));
    }

    @Test
    void joinsTheCallersContextWhereToldSo() {
        RequestStore request = new RequestStore("outer", "GET", "/");
        storage.run(request, () -> assertThat(onMethods.joining().store()).isSameAs(request));
        assertThat(onMethods.joining().requireStore().path()).isEqualTo("OnMethods.joining");
    }

    @Test
    void leavesOtherMethodsAlone() {
        assertThat(onMethods.notAnnotated().store()).isNull();
    }

    @Test
    void putsTheCallersContextBackAfterAnException() {
        for (Throwable failure : List.of(new IOException("checked"), new IllegalStateException("unchecked"))) {
            USER.run("u", () -> {
                assertThat(catchThrowable(() -> onMethods.failing(failure))).isSameAs(failure);
                assertThat(USER.getStore()).isEqualTo("u");
            });
        }
        assertThat(onMethods.entering().user()).isEqualTo("entered");
        assertThat(USER.getStore()).isNull();
    }

    @Test
    void isTheWorkersBesideAsync() {
        Call call = USER.run(
                "u", () -> onMethods.async().orTimeout(20, TimeUnit.SECONDS).join());

        assertThat(call.thread()).startsWith("task-");
        assertThat(call.requireStore().path()).isEqualTo("OnMethods.async");
        assertThat(call.user()).isNull();
    }

    @Test
    void isWhereAMonoWorksAndNotWhereItsSubscriberDoes() {
        Mono<Call> mono = onMethods.mono();
        List<@Nullable String> below = new CopyOnWriteArrayList<>();
        Call call = Objects.requireNonNull(USER.run(
                "subscriber",
                () -> mono.doOnNext(value -> below.add(USER.getStore())).block()));

        assertThat(call.user()).isEqualTo("inner");
        assertThat(call.requireStore().path()).isEqualTo("OnMethods.mono");
        assertThat(below).containsExactly("subscriber");
    }

    @Test
    void isWhereAFluxWorksWhoeverRequestsMore() {
        List<Call> calls = Objects.requireNonNull(USER.run(
                "subscriber",
                () -> onMethods
                        .flux()
                        .limitRate(1)
                        .publishOn(Schedulers.single())
                        .collectList()
                        .block()));

        assertThat(calls).hasSize(3).allMatch(call -> "inner".equals(call.user()));
        assertThat(calls)
                .extracting(Call::store)
                .doesNotContainNull()
                .allMatch(calls.get(0).store()::equals);
    }

    @Test
    @Surface(value = "Jobs: methods with an annotation that a property names", virtual = false)
    void reachesMethodsWithAnAnnotationThatAPropertyNames() {
        assertThat(application
                        .bean(EntryApplication.Listening.class)
                        .listen()
                        .requireStore()
                        .toString())
                .startsWith("QUEUE Listening.listen ");
    }

    @Test
    @Surface(value = "Jobs: jobs that the bean factory makes", virtual = false)
    void reachesJobsThatTheBeanFactoryMakes() {
        EntryApplication.StoreJob job =
                application.context().getAutowireCapableBeanFactory().createBean(EntryApplication.StoreJob.class);

        assertThat(Objects.requireNonNull(job.execute()).requireStore().toString())
                .startsWith("JOB quartz ");
    }

    @Test
    void leavesBeansAloneThatAProxyCannotStandFor(CapturedOutput output) {
        try (RunningApplication other = RunningApplication.withoutWebServer(EntryApplication.class, LISTENER)) {
            for (Class<?> type : List.of(
                    EntryApplication.Final.class,
                    EntryApplication.Hidden.class,
                    EntryApplication.ListeningFinal.class)) {
                assertThat(AopUtils.isAopProxy(other.bean(type)))
                        .as(type.getName())
                        .isFalse();
            }
            assertThat(other.bean(EntryApplication.ListeningFinal.class).field())
                    .isEqualTo("there");
            assertThat(other.bean(EntryApplication.Final.class).call().store()).isNull();
        }
        assertThat(output.getAll())
                .contains("its class is final", "method call is private or final", "its method field is final")
                .doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
    }

    @Test
    void doesNothingWhenOff() {
        for (String property : List.of("alsx.enabled=false", "alsx.entry-points.enabled=false")) {
            try (RunningApplication off = RunningApplication.withoutWebServer(EntryApplication.class, property)) {
                assertThat(off.bean(OnMethods.class).byDefault().store()).isNull();
                assertThat(AopUtils.isAopProxy(off.bean(EntryApplication.Service.class)))
                        .isFalse();
            }
        }
    }

    @Test
    void givesRunsOfAScheduledMethodAStoreWhereToldSo() throws InterruptedException {
        try (RunningApplication scheduling =
                RunningApplication.withoutWebServer(Scheduling.class, "alsx.scheduling.store=true")) {
            Scheduling bean = scheduling.bean(Scheduling.class);
            assertThat(bean.ranTwice().await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(bean.seen().get(0)).startsWith("SCHEDULED Scheduling.run ");
            assertThat(bean.seen().get(1)).startsWith("SCHEDULED Scheduling.run ");
            assertThat(bean.seen().get(1)).isNotEqualTo(bean.seen().get(0));
        }
    }

    @Test
    void givesRunsOfAScheduledMethodNoneByDefault() throws InterruptedException {
        try (RunningApplication scheduling = RunningApplication.withoutWebServer(Scheduling.class)) {
            Scheduling bean = scheduling.bean(Scheduling.class);
            assertThat(bean.ranTwice().await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(bean.seen()).allMatch("null"::equals);
        }
    }

    @SuppressWarnings("unchecked")
    private static AsyncLocalStorage<RequestStore> storageOf(RunningApplication application) {
        return (AsyncLocalStorage<RequestStore>) application
                .context()
                .getBeanProvider(ResolvableType.forClassWithGenerics(AsyncLocalStorage.class, RequestStore.class))
                .getObject();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    static class Scheduling {

        private final AsyncLocalStorage<RequestStore> storage;

        private final List<String> seen = new CopyOnWriteArrayList<>();

        private final CountDownLatch twice = new CountDownLatch(2);

        Scheduling(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Scheduled(fixedDelay = 10)
        void run() {
            seen.add(String.valueOf(storage.getStore()));
            twice.countDown();
        }

        List<String> seen() {
            return seen;
        }

        CountDownLatch ranTwice() {
            return twice;
        }
    }
}
