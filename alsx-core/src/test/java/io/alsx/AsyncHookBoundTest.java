// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Bound functions are resources of their own while a hook is enabled, and of none otherwise. */
class AsyncHookBoundTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final HookLog log = new HookLog();

    private final AsyncResource resource = storage.run("A", () -> log.resource("R"));

    @AfterEach
    void disableHooks() {
        log.close();
    }

    private static AsyncResource bindAndAsk() {
        Supplier<AsyncResource> bound = AsyncLocalStorage.bindSupplier(AsyncHooks::executionAsyncResource);
        return bound.get();
    }

    @Nested
    class WithoutAHook {

        @Test
        void belongToTheCodeThatBoundThem() {
            assertThat(resource.<AsyncResource, RuntimeException>runInAsyncScope(AsyncHookBoundTest::bindAndAsk))
                    .isSameAs(resource);
            assertThat(bindAndAsk()).isSameAs(AsyncHooks.executionAsyncResource());
        }

        @Test
        void takeNoId() {
            long before = new AsyncResource("BEFORE").asyncId();
            AsyncLocalStorage.bind((Runnable) () -> {}).run();
            resource.bind((Runnable) () -> {}).run();
            AsyncLocalStorage.snapshot().run(() -> {});

            assertThat(new AsyncResource("AFTER").asyncId()).isEqualTo(before + 1);
        }

        @Test
        void stayWithoutOneThoughAHookIsEnabledLater() {
            Runnable bound =
                    AsyncLocalStorage.bind((Runnable) () -> log.add("code in " + AsyncHooks.executionAsyncId()));
            log.hook("h").enable();

            bound.run();

            log.assertHeard("code in 1");
        }
    }

    @Nested
    class WithAHook {

        @BeforeEach
        void enableAHook() {
            log.hook("h").enable();
        }

        @Test
        void areNotThereWhereBindingIsRefused() {
            assertThatNullPointerException().isThrownBy(() -> AsyncLocalStorage.bind((Runnable) null));
            assertThatNullPointerException().isThrownBy(() -> AsyncResource.bind(Runnable.class, null, "TASK"));
            assertThatIllegalArgumentException().isThrownBy(() -> AsyncLocalStorage.bind(String.class, "text"));
            assertThatIllegalArgumentException().isThrownBy(() -> AsyncResource.bind(String.class, "text", "TASK"));

            log.assertHeard();
        }

        @Test
        void areResourcesOfTheTypeBound() {
            AsyncResource own =
                    resource.<AsyncResource, RuntimeException>runInAsyncScope(AsyncHookBoundTest::bindAndAsk);

            assertThat(own).isNotSameAs(resource);
            assertThat(own.triggerAsyncId()).isEqualTo(resource.asyncId());
            log.assertHeard("h.before R", "h.init bound", "h.before bound", "h.after bound", "h.after R");
        }

        @Test
        void haveTheGivenTypeAndOnePairOfEventsACall() {
            Runnable bound = AsyncResource.bind((Runnable) () -> log.add("code"), "TASK");
            log.add("bound");
            bound.run();
            bound.run();

            log.assertHeard(
                    "h.init TASK",
                    "bound",
                    "h.before TASK",
                    "code",
                    "h.after TASK",
                    "h.before TASK",
                    "code",
                    "h.after TASK");
        }

        @Test
        void areTheResourceItselfWhereThatBindsThem() {
            Runnable bound = resource.bind((Runnable) () -> log.add("code of " + storage.getStore()));
            log.add("bound");
            bound.run();

            log.assertHeard("bound", "h.before R", "code of A", "h.after R");
        }

        @Test
        void areResourcesInAllForms() throws Exception {
            Runnable runnable = AsyncLocalStorage.bind((Runnable) () -> {});
            Callable<Integer> callable = AsyncLocalStorage.bind((Callable<Integer>) () -> 1);
            List<Object> bound = List.of(
                    runnable,
                    callable,
                    AsyncLocalStorage.bindSupplier(() -> 1),
                    AsyncLocalStorage.bindConsumer(x -> {}),
                    AsyncLocalStorage.bindFunction(x -> x),
                    AsyncLocalStorage.bindBiConsumer((x, y) -> {}),
                    AsyncLocalStorage.bindBiFunction((x, y) -> x),
                    AsyncLocalStorage.bindPredicate(x -> true),
                    AsyncLocalStorage.bind(Runnable.class, () -> {}));
            assertThat(log.lines()).hasSameSizeAs(bound).containsOnly("h.init bound");

            runnable.run();
            callable.call();
            ((Runnable) bound.get(8)).run();
            assertThat(log.lines().subList(9, 15))
                    .containsExactly(
                            "h.before bound",
                            "h.after bound",
                            "h.before bound",
                            "h.after bound",
                            "h.before bound",
                            "h.after bound");
        }

        @Test
        void areMadeNeitherBySnapshotsNorByWhatSnapshotsBind() {
            Snapshot snapshot = AsyncLocalStorage.snapshot();
            snapshot.run(() -> log.add("run"));
            snapshot.bind((Runnable) () -> log.add("bound")).run();

            log.assertHeard("run", "bound");
        }

        @Test
        void formATreeAcrossThreads() throws Exception {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            try {
                CompletableFuture<long[]> ids = new CompletableFuture<>();
                resource.runInAsyncScope(() -> pool.execute(AsyncResource.bind(
                        () -> {
                            long outer = AsyncHooks.executionAsyncId();
                            Runnable inner = () -> ids.complete(new long[] {outer, AsyncHooks.triggerAsyncId()});
                            pool.execute(AsyncResource.bind(inner, "INNER"));
                        },
                        "OUTER")));

                long[] outerAndTrigger = ids.get();
                assertThat(outerAndTrigger[0]).isEqualTo(outerAndTrigger[1]).isNotEqualTo(resource.asyncId());
            } finally {
                pool.shutdownNow();
            }
        }

        @Test
        void keepTheirResourceWhenTheHookIsDisabled() {
            Supplier<AsyncResource> bound = AsyncLocalStorage.bindSupplier(AsyncHooks::executionAsyncResource);
            log.close();

            assertThat(bound.get().type()).isEqualTo("bound");
            assertThat(bound.get()).isSameAs(bound.get());
            assertThat(bindAndAsk().type()).isEqualTo("ROOT");
        }
    }
}
