// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;

/** Executions of Spring Batch jobs, by every kind of launcher, inside and outside of what has a store. */
class BatchJobTest {

    private static RunningApplication application;

    private static Sightings sightings;

    private static AsyncLocalStorage<RequestStore> storage;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() {
        application = RunningApplication.withoutWebServer(BatchApplication.class);
        sightings = application.bean(Sightings.class);
        storage = application.context().getBean("requestStorage", AsyncLocalStorage.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous", "withItsOwn"})
    void haveAStoreOfTheirOwnOutsideOfARequest(String launcher) {
        BatchApplication.launch(application, launcher, "nightly");
        Seen seen = sightings.next("nightly");

        assertThat(seen.requireStore().method()).isEqualTo("BATCH");
        assertThat(seen.requireStore().path()).isEqualTo("nightly");
        assertThat(seen.requireStore().get("messageId", String.class)).matches("[0-9]+");
        assertThat(sightings.next("nightly before").store()).isSameAs(seen.store());
        assertThat(sightings.next("nightly after").store()).isSameAs(seen.store());
        assertThat(storage.getStore()).isNull();
    }

    @Test
    @Surface(value = "Jobs: Spring Batch jobs and steps", virtual = false)
    void shareItWithStepsOnAnExecutorThatCarriesIt() {
        BatchApplication.launch(application, "synchronous", "spread");
        Seen seen = sightings.next("spread");
        Seen worker = sightings.next("spread worker");

        assertThat(worker.store()).isSameAs(seen.store());
        assertThat(worker.thread()).isNotEqualTo(seen.thread());
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous"})
    void keepTheStoreOfTheRequestThatLaunchesThem(String launcher) {
        assertKeepsTheStoreOfTheRequest(launcher, "launched " + launcher);
    }

    private static void assertKeepsTheStoreOfTheRequest(String launcher, String name) {
        RequestStore request = new RequestStore("abc", "POST", "/jobs");
        storage.run(request, () -> BatchApplication.launch(application, launcher, name));

        assertThat(sightings.next(name).store()).isSameAs(request);
        assertThat(sightings.next(name + " worker").store()).isSameAs(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous"})
    void keepItWhileAHookIsEnabled(String launcher) {
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {}).enable();
        try {
            assertKeepsTheStoreOfTheRequest(launcher, "launched with a hook " + launcher);
        } finally {
            hook.disable();
        }
    }

    @Test
    void keepItWhereTheExecutorEntersMore() {
        RequestStore request = new RequestStore("abc", "POST", "/jobs");
        storage.run(request, () -> BatchApplication.launch(application, "decorated", "with more"));
        Seen seen = sightings.next("with more");

        assertThat(seen.store()).isSameAs(request);
        assertThat(seen.user()).isEqualTo("of the decorator");
    }

    @Test
    void beginFromEmptyWhereTheExecutorDoesNotCarry() {
        RequestStore request = new RequestStore("abc", "POST", "/jobs");
        storage.run(request, () -> USER.run("ada", () -> BatchApplication.launch(application, "withItsOwn", "apart")));
        Seen seen = sightings.next("apart");

        assertThat(seen.requireStore().path()).isEqualTo("apart");
        assertThat(seen.user()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous"})
    void keepWhatElseTheLaunchingCodeHas(String launcher) {
        USER.run("ada", () -> BatchApplication.launch(application, launcher, "with user"));
        Seen seen = sightings.next("with user");

        assertThat(seen.requireStore().path()).isEqualTo("with user");
        assertThat(seen.user()).isEqualTo("ada");
    }

    @Test
    void takeTheirIdFromAParameter() {
        BatchApplication.launch(application, "synchronous", "again", "X-Request-Id", "abc-1");
        assertThat(sightings.next("again").id()).isEqualTo("abc-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous"})
    void leaveNothingBehindAlsoWhenTheyFail(String launcher) {
        for (int i = 0; i < 4; i++) {
            BatchApplication.launch(application, launcher, "failing", () -> {
                USER.enterWith("entered");
                throw new IllegalStateException("on purpose");
            });
            assertThat(sightings.next("failing before").user()).isNull();
            assertThat(sightings.next("failing after").requireStore().path()).isEqualTo("failing");
        }
        assertThat(USER.getStore()).isNull();
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void haveNoneWhenOff() {
        try (RunningApplication off =
                RunningApplication.withoutWebServer(BatchApplication.class, "alsx.jobs.enabled=false")) {
            BatchApplication.launch(off, "synchronous", "off");
            assertThat(off.bean(Sightings.class).next("off").store()).isNull();
            assertThat(off.context().getBeansOfType(TaskExecutorJobLauncher.class))
                    .hasSize(4);
        }
    }
}
