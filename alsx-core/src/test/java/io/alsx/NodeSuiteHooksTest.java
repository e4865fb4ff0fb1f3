// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static io.alsx.HookLog.AFTER;
import static io.alsx.HookLog.BEFORE;
import static io.alsx.HookLog.DESTROY;
import static io.alsx.HookLog.INIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that Node's test files of these names pin down: hooks. */
class NodeSuiteHooksTest {

    private final HookLog log = new HookLog();

    @AfterEach
    void disableHooks() {
        log.close();
    }

    private void runIn(AsyncResource resource) {
        resource.runInAsyncScope(() -> log.add("code"));
    }

    @Test
    @DisplayName("parallel/test-async-hooks-constructor.js, parallel/test-async-wrap-constructor.js")
    void refusesMissingCallbacks() {
        assertThatNullPointerException()
                .isThrownBy(() -> AsyncHooks.createHook(null))
                .withMessage("callbacks");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-enable-disable.js")
    void switchesIdempotentlyAndReturnsTheHook() {
        AsyncHook hook = log.hook("h");

        assertThat(hook.disable().enable().enable()).isSameAs(hook);
        new AsyncResource("R");
        assertThat(hook.disable().disable()).isSameAs(hook);
        new AsyncResource("R");

        log.assertHeard("h.init R");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-enable-disable-enable.js")
    void keepsTheIdsInOrderWhileItIsSwitched() {
        AsyncHook hook = log.hook("h").enable().disable();
        AsyncResource resource = log.resource("R");
        resource.runInAsyncScope(() -> {
            hook.enable();
            assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource);
        });

        assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
        log.assertHeard("h.after R");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-enabledhooksexits.js")
    void knowsWhetherAnyHookIsEnabled() {
        AsyncHook one = AsyncHooks.createHook(new AsyncHooks.Callbacks() {});
        AsyncHook two = log.hook("h");
        assertThat(EnabledHooks.isEmpty()).isTrue();
        one.enable();
        two.enable();
        one.disable();
        assertThat(EnabledHooks.isEmpty()).isFalse();
        two.disable();
        assertThat(EnabledHooks.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("async-hooks/test-enable-disable.js")
    void countsEachSwitchFromTheNextEventOn() {
        AsyncHook third = log.hook("third");
        AsyncHook second = log.hook("second", Map.of(BEFORE, third::enable, AFTER, third::disable));
        log.hook("first", Map.of(BEFORE, second::enable, AFTER, second::disable))
                .enable();
        AsyncResource resource = log.resource("R");

        runIn(resource);
        resource.runInAsyncScope(() -> runIn(resource));

        log.assertHeard(
                "first.before R",
                "code",
                "first.after R",
                "second.after R",
                "first.before R",
                "first.before R",
                "second.before R",
                "code",
                "first.after R",
                "second.after R",
                "third.after R",
                "first.after R");
    }

    @Test
    @DisplayName("async-hooks/test-enable-in-init.js, parallel/test-async-hooks-enable-recursive.js")
    void enablesInsideInitForLaterInitsOnly() {
        AsyncHook late = log.hook("late");
        List<AsyncResource> nested = new ArrayList<>();
        log.hook("h", Map.of(INIT, () -> {
                    late.enable();
                    if (nested.isEmpty()) {
                        nested.add(null);
                        new AsyncResource("NESTED");
                    }
                }))
                .enable();

        new AsyncResource("OUTER");
        new AsyncResource("NEXT");

        log.assertHeard("h.init OUTER", "h.init NESTED", "h.init NEXT", "late.init NEXT");
    }

    @Test
    @DisplayName("async-hooks/test-disable-in-init.js")
    void disablesInsideInitForLaterInitsOnly() {
        AsyncHook other = log.hook("other", Set.of(INIT));
        log.hook("h", Map.of(INIT, other::disable)).enable();
        other.enable();

        new AsyncResource("R1");
        new AsyncResource("R2");

        log.assertHeard("h.init R1", "other.init R1", "h.init R2");
    }

    @Test
    @DisplayName("async-hooks/test-late-hook-enable.js")
    void hearsAfterAndDestroyWhenEnabledInACallback() {
        AsyncResource resource = log.resource("R");
        AsyncHook late = log.hook("late");

        resource.runInAsyncScope(() -> late.enable());
        resource.emitDestroy();

        log.assertHeard("late.after R", "late.destroy R");
    }

    @ParameterizedTest
    @ValueSource(strings = {INIT, BEFORE, AFTER, DESTROY})
    @DisplayName("async-hooks/test-callback-error.js, parallel/test-async-hooks-fatal-error.js")
    void handsErrorsOfCallbacksToTheHandlerOfTheThread(String event) {
        Error thrown = new LinkageError("in " + event);
        log.hook("h", Map.of(event, () -> {
                    throw thrown;
                }))
                .enable();

        List<Throwable> uncaught = UncaughtErrors.during(() -> {
            AsyncResource resource = log.resource("R");
            runIn(resource);
            resource.emitDestroy();
        });

        assertThat(uncaught).containsExactly(thrown);
        assertThat(log.lines()).contains("h." + event + " R", "code");
    }

    @Test
    @DisplayName("async-hooks/test-emit-init.js, async-hooks/test-emit-before-after.js, "
            + "parallel/test-async-wrap-destroyid.js")
    void tellsEveryEventWhileAHookIsEnabledAndNoneOtherwise() {
        runIn(new AsyncResource("R"));
        AsyncHook hook = log.hook("h").enable();
        AsyncResource resource = new AsyncResource("R");
        runIn(resource);
        resource.emitDestroy();
        hook.disable();
        runIn(resource);

        log.assertHeard("code", "h.init R", "h.before R", "code", "h.after R", "h.destroy R", "code");
    }

    @Test
    @DisplayName("async-hooks/test-unhandled-exception-valid-ids.js, parallel/test-emit-after-uncaught-exception.js")
    void keepsTheIdsInOrderAfterErrorsThatNobodyCaught() {
        AsyncResource outer = log.resource("OUTER");
        AsyncResource inner = log.resource("INNER");
        log.hook("h").enable();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> outer.runInAsyncScope(() -> inner.runInAsyncScope(() -> {
                        throw new IllegalStateException("nobody catches it");
                    })))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
            log.assertHeard("h.before OUTER", "h.before INNER", "h.after INNER", "h.after OUTER");
        }
    }

    @Test
    @DisplayName("parallel/test-async-wrap-uncaughtexception.js, parallel/test-queue-microtask-uncaught-asynchooks.js")
    void tellsBeforeAndAfterOnceForATaskThatFails() throws InterruptedException {
        log.hook("h").enable();
        Runnable task = () -> {
            log.add("code");
            throw new IllegalStateException("of the task");
        };
        Thread thread =
                ContextExecutors.propagating((ThreadFactory) Thread::new).newThread(task);
        thread.setUncaughtExceptionHandler((failed, error) -> log.add(error.getMessage() + " in "
                + AsyncHooks.executionAsyncResource().type()));
        thread.start();
        thread.join();

        log.assertHeard(
                "h.init Thread",
                "h.before Thread",
                "code",
                "h.after Thread",
                "h.destroy Thread",
                "of the task in Thread");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-stack-overflow.js, parallel/test-async-hooks-stack-overflow-try-catch.js, "
            + "parallel/test-async-wrap-pop-id-during-load.js")
    void survivesStackOverflows() {
        assertSurvives(this::recurseInScopes);
    }

    private void recurseInScopes() {
        new AsyncResource("R").runInAsyncScope(this::recurseInScopes);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-stack-overflow-nested-async.js")
    void survivesStackOverflowsAmongFutures() {
        assertSurvives(this::recurseWithFutures);
    }

    private void recurseWithFutures() {
        ContextFutures.completedFuture("value").thenAccept(value -> {});
        recurseWithFutures();
    }

    private static void assertSurvives(ThrowingCallable overflow) {
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void before(long asyncId) {}
        });
        hook.enable();
        try {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(overflow).isInstanceOf(StackOverflowError.class);
                assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
                assertThat(CurrentFrame.slot().get()).isNull();
                assertThat(CurrentFrame.telling()).containsOnlyNulls();
            }
        } finally {
            hook.disable();
        }
        assertThat(EnabledHooks.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("parallel/test-worker-message-port-inspect-during-init-hook.js")
    void printsAResourceThatIsNotComplete() {
        List<String> printed = new ArrayList<>();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                printed.add(resource.toString());
            }
        });
        hook.enable();
        AsyncResource resource = new AsyncResource("R") {};
        hook.disable();

        assertThat(printed).containsExactly("R#" + resource.asyncId());
    }
}
