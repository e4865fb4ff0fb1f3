// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.hop.ContextThreadLocalAccessor;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** Whatever speaks Micrometer's context propagation carries the whole context, an empty one included. */
class MicrometerAccessorTest {

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private static final AsyncLocalStorage<Integer> COUNT = AsyncLocalStorage.named("count");

    /** As most have it: what is missing at the capture is left as it is. */
    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    private final ContextSnapshotFactory clearing =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @Test
    void isFoundByTheServiceLoaderOnce() {
        assertThat(new ContextRegistry().loadThreadLocalAccessors().getThreadLocalAccessors())
                .hasAtLeastOneElementOfType(ContextThreadLocalAccessor.class);
        assertThat(ours()).hasSize(1);
        ContextRegistry.getInstance().loadThreadLocalAccessors();
        assertThat(ours()).hasSize(1);
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            assertThat(ours()).hasSize(1);
        }
        assertThat(ours()).hasSize(1);
    }

    @Test
    @Surface(value = "Micrometer: `ContextSnapshot`", virtual = false)
    void carriesAllStoragesAndPutsBackWhatTheThreadHad() {
        ContextSnapshot captured = USER.run("a", () -> COUNT.run(1, () -> snapshots.captureAll()));

        USER.run("b", () -> {
            Snapshot before = AsyncLocalStorage.snapshot();
            runIn(captured, () -> {
                assertThat(USER.getStore()).isEqualTo("a");
                assertThat(COUNT.getStore()).isEqualTo(1);
            });
            assertThat(AsyncLocalStorage.snapshot()).isSameAs(before);
        });
    }

    @Test
    void clearsWhereNothingWasCaptured() {
        ContextSnapshot nothing = snapshots.captureAll();

        USER.run("of the worker", () -> {
            runIn(nothing, () -> assertThat(AsyncLocalStorage.snapshot()).isSameAs(Snapshot.empty()));
            assertThat(USER.getStore()).isEqualTo("of the worker");
        });
    }

    @Test
    void clearsWhereASourceHasNoContext() {
        USER.run("of the worker", () -> {
            try (ContextSnapshot.Scope scope = clearing.captureFrom().setThreadLocals()) {
                assertThat(USER.getStore()).isNull();
            }
            assertThat(USER.getStore()).isEqualTo("of the worker");
        });
    }

    @Test
    void putsBackAfterExceptionsAndInNestedScopes() {
        ContextSnapshot a = USER.run("a", () -> snapshots.captureAll());
        ContextSnapshot b = USER.run("b", () -> snapshots.captureAll());
        ContextSnapshot nothing = snapshots.captureAll();

        assertThatThrownBy(() -> runIn(a, () -> {
                    try (ContextSnapshot.Scope inB = b.setThreadLocals()) {
                        USER.enterWith("entered and left open");
                        try (ContextSnapshot.Scope inNothing = nothing.setThreadLocals()) {
                            assertThat(USER.getStore()).isNull();
                        }
                        assertThat(USER.getStore()).isEqualTo("entered and left open");
                    }
                    assertThat(USER.getStore()).isEqualTo("a");
                    throw new IllegalStateException("thrown");
                }))
                .hasMessage("thrown");
        assertThat(AsyncLocalStorage.snapshot()).isSameAs(Snapshot.empty());
    }

    @Test
    void leavesAScopeOfOursThatSurroundsItIntact() {
        ContextSnapshot a = USER.run("a", () -> snapshots.captureAll());

        try (Scope scope = USER.withScope("b")) {
            runIn(a, () -> {});
            assertThat(USER.getStore()).isEqualTo("b");
        }
        assertThat(USER.getStore()).isNull();
    }

    @Test
    @Surface(value = "Micrometer: `ContextExecutorService`", virtual = false)
    void carriesThroughAnExecutorOfMicrometer() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            ExecutorService carrying = ContextExecutorService.wrap(worker, snapshots::captureAll);
            assertThat(USER.run("a", () -> carrying.submit(USER::getStore)).get(60, TimeUnit.SECONDS))
                    .isEqualTo("a");
            assertThat(worker.submit(USER::getStore).get(60, TimeUnit.SECONDS)).isNull();
        } finally {
            worker.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.async.enabled=true", "alsx.async.enabled=false"})
    @Surface(value = "Micrometer: `ContextPropagatingTaskDecorator`", virtual = false)
    void carriesThroughADecoratorOfSpringWithOursAroundItOrNot(String property) {
        try (var application = RunningApplication.withoutWebServer(Application.class, property)) {
            AsyncTaskExecutor executor = application.bean(AsyncTaskExecutor.class);
            for (String user : List.of("a", "b")) {
                assertThat(USER.run(user, () -> seenOn(executor))).isEqualTo(user);
                assertThat(seenOn(executor)).isEqualTo("none");
            }
        }
    }

    private static void runIn(ContextSnapshot snapshot, Runnable task) {
        snapshot.wrap(task).run();
    }

    private static String seenOn(AsyncTaskExecutor executor) {
        return CompletableFuture.supplyAsync(() -> String.valueOf(USER.getStore()), executor)
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .replace("null", "none");
    }

    private static List<?> ours() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.key().equals(ContextPublishers.KEY))
                .toList();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        TaskDecorator micrometers() {
            return new ContextPropagatingTaskDecorator();
        }
    }
}
