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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which events a hook hears of, in which order, and from when to when. */
class AsyncHookTest {

    private final HookLog log = new HookLog();

    @AfterEach
    void disableHooks() {
        log.close();
    }

    private void runIn(AsyncResource resource) {
        resource.runInAsyncScope(() -> log.add("code"));
    }

    @Nested
    class Events {

        @Test
        void comeInTheOrderOfTheLifeOfAResource() {
            log.hook("h").enable();

            AsyncResource resource = new AsyncResource("R");
            log.add("made");
            runIn(resource);
            runIn(resource);
            resource.emitDestroy();

            log.assertHeard(
                    "h.init R",
                    "made",
                    "h.before R",
                    "code",
                    "h.after R",
                    "h.before R",
                    "code",
                    "h.after R",
                    "h.destroy R");
        }

        @Test
        void sayWhichResourceIsMadeAndByWhat() {
            List<Object> heard = new ArrayList<>();
            AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
                @Override
                public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                    heard.addAll(List.of(asyncId, type, triggerAsyncId, resource));
                }
            });
            AsyncResource outer = new AsyncResource("OUTER");

            hook.enable();
            AsyncResource caused = outer.runInAsyncScope(() -> new AsyncResource("CAUSED"));
            AsyncResource.Options options = AsyncResource.Options.defaults().triggerAsyncId(7);
            AsyncResource given = new AsyncResource("GIVEN", options);
            hook.disable();

            assertThat(heard)
                    .containsExactly(
                            caused.asyncId(), "CAUSED", outer.asyncId(), caused, given.asyncId(), "GIVEN", 7L, given);
        }

        @Test
        void areHeardByAllHooksInTheOrderOfTheirEnabling() {
            AsyncHook a = log.hook("a");
            AsyncHook b = log.hook("b");
            AsyncHook c = log.hook("c");
            b.enable();
            a.enable();
            c.enable();

            AsyncResource resource = new AsyncResource("R");
            runIn(resource);
            resource.emitDestroy();

            log.assertHeard(
                    "b.init R",
                    "a.init R",
                    "c.init R",
                    "b.before R",
                    "a.before R",
                    "c.before R",
                    "code",
                    "b.after R",
                    "a.after R",
                    "c.after R",
                    "b.destroy R",
                    "a.destroy R",
                    "c.destroy R");
        }

        @Test
        void nestWithTheScopes() {
            AsyncResource outer = log.resource("OUTER");
            AsyncResource inner = log.resource("INNER");
            log.hook("h").enable();

            outer.runInAsyncScope(() -> {
                runIn(inner);
                runIn(outer);
            });

            log.assertHeard(
                    "h.before OUTER",
                    "h.before INNER",
                    "code",
                    "h.after INNER",
                    "h.before OUTER",
                    "code",
                    "h.after OUTER",
                    "h.after OUTER");
        }

        @Test
        void includeAfterWhenTheCodeThrowsInnerScopesFirst() {
            AsyncResource outer = log.resource("OUTER");
            AsyncResource inner = log.resource("INNER");
            log.hook("h").enable();
            RuntimeException thrown = new RuntimeException("thrown");

            assertThatThrownBy(() -> outer.runInAsyncScope(() -> inner.runInAsyncScope(() -> {
                        throw thrown;
                    })))
                    .isSameAs(thrown)
                    .hasNoSuppressedExceptions();

            log.assertHeard("h.before OUTER", "h.before INNER", "h.after INNER", "h.after OUTER");
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
        }

        @Test
        void comeFromEveryThreadOnThatThread() {
            log.hook("h", Map.of(INIT, () -> log.add(Thread.currentThread().getName())))
                    .enable();

            OtherThread.run(() -> new AsyncResource("R"));

            log.assertHeard("h.init R", "other");
        }

        @Test
        void areNoneForWhatIsRefused() {
            log.hook("h").enable();

            assertThatThrownBy(() -> new AsyncResource("")).isInstanceOf(IllegalArgumentException.class);
            assertThatNullPointerException().isThrownBy(() -> new AsyncResource("R").runInAsyncScope((Runnable) null));
            assertThatNullPointerException().isThrownBy(() -> AsyncResource.bind((Runnable) null, "BOUND"));

            log.assertHeard("h.init R");
        }
    }

    @Nested
    class EnableAndDisable {

        @Test
        void returnTheHook() {
            AsyncHook hook = log.hook("h");

            assertThat(hook.enable()).isSameAs(hook);
            assertThat(hook.disable()).isSameAs(hook);
        }

        @Test
        void haveNoEffectTheSecondTime() {
            AsyncHook hook = log.hook("h");
            hook.enable().enable();
            new AsyncResource("R1");
            log.assertHeard("h.init R1");

            hook.disable().disable();
            new AsyncResource("R2");
            log.assertHeard();

            hook.enable();
            new AsyncResource("R3");
            log.assertHeard("h.init R3");
        }

        @Test
        void areNotImpliedByCreateHook() {
            log.hook("h");

            new AsyncResource("R").emitDestroy();

            log.assertHeard();
            assertThat(EnabledHooks.isEmpty()).isTrue();
        }

        @Test
        void leaveTheOrderAloneWhereTheyHaveNoEffect() {
            AsyncHook first = log.hook("first").enable();
            log.hook("second").enable();

            first.enable();
            new AsyncResource("R");

            log.assertHeard("first.init R", "second.init R");
        }

        @Test
        void moveTheHookToTheEndTogether() {
            AsyncHook first = log.hook("first").enable();
            log.hook("second").enable();

            first.disable().enable();
            new AsyncResource("R");

            log.assertHeard("second.init R", "first.init R");
        }

        @Test
        void tellTwoHooksOfTheSameCallbacksApart() {
            List<String> heard = new ArrayList<>();
            AsyncHooks.Callbacks callbacks = new AsyncHooks.Callbacks() {
                @Override
                public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                    heard.add(type);
                }
            };
            AsyncHook one = AsyncHooks.createHook(callbacks).enable();
            AsyncHook two = AsyncHooks.createHook(callbacks).enable();
            new AsyncResource("R1");
            one.disable();
            new AsyncResource("R2");
            two.disable();

            assertThat(heard).containsExactly("R1", "R1", "R2");
        }

        @Test
        void needNoCallbacks() {
            AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {});
            hook.enable();
            AsyncResource resource = new AsyncResource("R");
            runIn(resource);
            resource.emitDestroy();
            hook.disable();

            log.assertHeard("code");
            assertThatNullPointerException().isThrownBy(() -> AsyncHooks.createHook(null));
        }
    }

    @Nested
    class InsideAScope {

        private final AsyncResource resource = log.resource("R");

        @Test
        void anEnabledHookHearsTheAfterWithoutTheBefore() {
            AsyncHook hook = log.hook("h");

            resource.runInAsyncScope(() -> hook.enable());
            resource.emitDestroy();

            log.assertHeard("h.after R", "h.destroy R");
        }

        @Test
        void aDisabledHookMissesTheAfter() {
            AsyncHook hook = log.hook("h").enable();

            resource.runInAsyncScope(() -> hook.disable());

            log.assertHeard("h.before R");
            assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
        }

        @Test
        void aHookThatIsEnabledInBeforeHearsTheAfter() {
            AsyncHook late = log.hook("late", Set.of(BEFORE, AFTER, DESTROY));
            log.hook("h", Map.of(BEFORE, late::enable)).enable();

            runIn(resource);
            resource.emitDestroy();

            log.assertHeard("h.before R", "code", "late.after R", "late.destroy R");
        }

        @Test
        void aHookOfAnotherThreadMaySwitchHooks() {
            AsyncHook hook = log.hook("h");

            resource.runInAsyncScope(() -> OtherThread.run(hook::enable));

            log.assertHeard("h.after R");
        }
    }
}
