// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.HeardEvents.Made;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that Node's test files of these names pin down: what hooks hear of futures. In Node, a promise is a resource,
 * made by the one it follows; here the function that a future is given is one, made by the code that gives it.
 */
class NodeSuiteFuturesTest {

    private static final String[] ONE_RUN = {"before", "after"};

    private static final int SECONDS = 20;

    private final HeardEvents heard = new HeardEvents("FutureCallback");

    private final HookLog log = new HookLog();

    private final TaskLoop loop = new TaskLoop();

    @BeforeEach
    void enableHook() {
        heard.listen();
    }

    @AfterEach
    void disableHooksAndCloseLoop() {
        heard.close();
        log.close();
        loop.close();
    }

    private static <V> V get(CompletableFuture<V> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    /** What an {@code await} of something that is not there yet is made of. */
    private CompletableFuture<String> pause() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        loop.thread().execute(() -> future.complete("done"));
        return future;
    }

    @Test
    @DisplayName("async-hooks/test-promise.js, async-hooks/test-track-promises-default.js, "
            + "async-hooks/test-track-promises-true.js")
    void tellOfTheFunctionThatTheyAreGiven() throws Exception {
        AsyncResource cause = new AsyncResource("CAUSE");
        CompletableFuture<String> future = ContextFutures.newFuture();
        assertThat(heard.made()).isEmpty();

        CompletableFuture<String> next = cause.runInAsyncScope(() -> future.thenApply(value -> value + "!"));
        Made function = heard.only();
        assertThat(function.triggerAsyncId()).isEqualTo(cause.asyncId());
        assertThat(heard.eventsOf(function)).isEmpty();
        OtherThread.run(() -> future.complete("value"));

        assertThat(get(next)).isEqualTo("value!");
        assertThat(heard.eventsOf(heard.only())).containsExactly(ONE_RUN);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-promise.js")
    void causeFunctionsOnlyThroughFunctionsThatGiveThem() throws Exception {
        CompletableFuture<String> chain =
                pause().thenApply(first -> first).thenCompose(second -> pause().thenApply(nested -> nested));
        get(chain);

        List<Made> functions = heard.made();
        assertThat(functions)
                .extracting(Made::triggerAsyncId)
                .containsExactly(1L, 1L, functions.get(1).asyncId());
        assertThat(functions)
                .allSatisfy(function -> assertThat(heard.eventsOf(function)).containsExactly(ONE_RUN));
    }

    @Test
    @DisplayName("parallel/test-async-hooks-promise-triggerid.js")
    void runTheirFunctionsWithTheIdsThatTheHookWasTold() {
        List<Long> ids = new ArrayList<>();
        AsyncResource cause = new AsyncResource("CAUSE");
        cause.runInAsyncScope(() -> ContextFutures.completedFuture("value").thenAccept(value -> {
            ids.add(AsyncHooks.executionAsyncId());
            ids.add(AsyncHooks.triggerAsyncId());
            ids.add(new AsyncResource("INSIDE").triggerAsyncId());
        }));

        long function = heard.only().asyncId();
        assertThat(ids).containsExactly(function, cause.asyncId(), function);
    }

    @Test
    @DisplayName("async-hooks/test-async-await.js")
    void tellAfterForEveryBefore() throws Exception {
        CompletableFuture<String> whole = pause();
        for (int i = 0; i < 5; i++) {
            whole = whole.thenCompose(value -> pause())
                    .thenApply(value -> {
                        throw new IllegalStateException(value);
                    })
                    .handle((value, error) -> "goes on");
        }

        assertThat(get(whole)).isEqualTo("goes on");
        assertThat(heard.made()).hasSize(15);
        assertThat(heard.made())
                .allSatisfy(function -> assertThat(heard.eventsOf(function)).containsExactly(ONE_RUN));
    }

    @Test
    @DisplayName("parallel/test-async-hooks-promise-enable-disable.js")
    void tellOfAFunctionIfAHookIsEnabledWhereTheyAreGivenIt() {
        heard.close();
        AsyncHook hook = log.hook("h");
        CompletableFuture<String> future = ContextFutures.completedFuture("value");
        hook.enable().disable().disable();
        future.thenRun(() -> {
                    hook.enable().enable();
                    future.thenRun(() -> log.add("code"));
                    hook.disable();
                    future.thenRun(() -> log.add("code"));
                })
                .thenRun(() -> {
                    hook.enable();
                    future.thenRun(() -> log.add("code"));
                    hook.disable();
                });

        String[] heardOf = {"h.init FutureCallback", "h.before FutureCallback", "code", "h.after FutureCallback"};
        assertThat(log.lines())
                .containsExactly(
                        heardOf[0],
                        heardOf[1],
                        heardOf[2],
                        heardOf[3],
                        "code",
                        heardOf[0],
                        heardOf[1],
                        heardOf[2],
                        heardOf[3]);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-enable-during-promise.js")
    void tellAfterToAHookThatTheFunctionEnables() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        List<String> told = new ArrayList<>();
        AsyncHook late = telling(told);
        future.thenRun(() -> {
            late.enable();
            told.add("code");
        });
        future.complete("value");
        late.disable();

        assertThat(told).containsExactly("code", "after " + heard.only().asyncId());
    }

    @Test
    @DisplayName("parallel/test-async-hooks-disable-during-promise.js")
    void tellNoAfterToAHookThatTheFunctionDisables() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        List<String> told = new ArrayList<>();
        AsyncHook disabled = telling(told).enable();
        future.thenRun(() -> {
            disabled.disable();
            told.add("code");
        });
        future.complete("value");

        assertThat(told).containsExactly("before " + heard.only().asyncId(), "code");
        assertThat(heard.eventsOf(heard.only())).containsExactly(ONE_RUN);
    }

    @Test
    @DisplayName("parallel/test-async-wrap-promise-after-enabled.js")
    void tellBothToAHookThatIsEnabledBeforeTheFunctionRuns() {
        CompletableFuture<String> future = ContextFutures.newFuture();
        List<String> told = new ArrayList<>();
        future.thenRun(() -> told.add("code"));
        AsyncHook hook = telling(told).enable();
        future.complete("value");
        hook.disable();

        long function = heard.only().asyncId();
        assertThat(told).containsExactly("before " + function, "code", "after " + function);
    }

    private static AsyncHook telling(List<String> told) {
        return AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void before(long asyncId) {
                told.add("before " + asyncId);
            }

            @Override
            public void after(long asyncId) {
                told.add("after " + asyncId);
            }
        });
    }

    @Test
    @DisplayName("parallel/test-async-hooks-execution-async-resource-await.js")
    void carryAttributesThatAnInitHookHandsDown() throws Exception {
        Map<AsyncResource, String> attributes = Collections.synchronizedMap(new WeakHashMap<>());
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                attributes.put(resource, attributes.get(AsyncHooks.executionAsyncResource()));
            }
        });
        List<CompletableFuture<String>> answers = new ArrayList<>();
        hook.enable();
        try {
            for (String request : List.of("A", "B", "C")) {
                new AsyncResource("REQUEST").runInAsyncScope(() -> {
                    attributes.put(AsyncHooks.executionAsyncResource(), request);
                    answers.add(pause().thenCompose(first ->
                            pause().thenApply(second -> attributes.get(AsyncHooks.executionAsyncResource()))));
                });
            }
            for (CompletableFuture<String> answer : answers) {
                get(answer);
            }
        } finally {
            hook.disable();
        }

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C");
    }
}
