// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static io.alsx.HookLog.AFTER;
import static io.alsx.HookLog.BEFORE;
import static io.alsx.HookLog.DESTROY;
import static io.alsx.HookLog.INIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callbacks see, and what they may do. */
class AsyncHookCallbacksTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final HookLog log = new HookLog();

    @AfterEach
    void disableHooks() {
        log.close();
    }

    private String whereabouts() {
        return storage.getStore() + " in " + AsyncHooks.executionAsyncResource().type();
    }

    private Map<String, Runnable> each(Runnable reaction) {
        Map<String, Runnable> reactions = new HashMap<>();
        List.of(INIT, BEFORE, AFTER, DESTROY).forEach(event -> reactions.put(event, reaction));
        return reactions;
    }

    @Nested
    class Switching {

        private final AsyncHook other = log.hook("other");

        private boolean nested;

        private void nestOnce() {
            if (!nested) {
                nested = true;
                new AsyncResource("NESTED");
            }
        }

        @Test
        void countsFromTheNextEventOnForAHookThatIsEnabled() {
            log.hook("h", Map.of(INIT, other::enable)).enable();

            new AsyncResource("R1");
            new AsyncResource("R2");

            log.assertHeard("h.init R1", "h.init R2", "other.init R2");
        }

        @Test
        void countsFromTheNextEventOnForAHookThatIsDisabled() {
            log.hook("h", Map.of(INIT, other::disable)).enable();
            other.enable();

            new AsyncResource("R1");
            new AsyncResource("R2");

            log.assertHeard("h.init R1", "other.init R1", "h.init R2");
        }

        @Test
        void countsAfterTheOutermostEventOnlyForAHookThatIsEnabled() {
            log.hook("h", Map.of(INIT, () -> {
                        other.enable();
                        nestOnce();
                    }))
                    .enable();

            new AsyncResource("OUTER");
            new AsyncResource("LATER");

            log.assertHeard("h.init OUTER", "h.init NESTED", "h.init LATER", "other.init LATER");
        }

        @Test
        void countsAfterTheOutermostEventOnlyForAHookThatIsDisabled() {
            log.hook("h", Map.of(INIT, () -> {
                        other.disable();
                        nestOnce();
                    }))
                    .enable();
            other.enable();

            new AsyncResource("OUTER");
            new AsyncResource("LATER");

            log.assertHeard("h.init OUTER", "h.init NESTED", "other.init NESTED", "other.init OUTER", "h.init LATER");
        }

        @Test
        void letsAHookDisableItself() {
            AsyncHook[] itself = new AsyncHook[1];
            itself[0] = log.hook("h", Map.of(INIT, () -> {
                        itself[0].disable();
                        nestOnce();
                    }))
                    .enable();

            new AsyncResource("R1");
            new AsyncResource("R2");

            log.assertHeard("h.init R1", "h.init NESTED");
        }

        @Test
        void mayDisableAndEnableAgain() {
            AsyncHook[] itself = new AsyncHook[1];
            itself[0] = log.hook("h", Map.of(INIT, () -> itself[0].disable().enable()))
                    .enable();
            other.enable();

            new AsyncResource("R1");
            new AsyncResource("R2");

            log.assertHeard("h.init R1", "other.init R1", "other.init R2", "h.init R2");
        }

        @Test
        void countsThoughTheCallbackThrows() {
            log.hook("h", Map.of(INIT, () -> {
                        other.enable();
                        throw new IllegalStateException("thrown");
                    }))
                    .enable();

            UncaughtErrors.during(() -> new AsyncResource("R1"));
            UncaughtErrors.during(() -> new AsyncResource("R2"));

            log.assertHeard("h.init R1", "h.init R2", "other.init R2");
        }

        @Test
        void ofAnotherThreadCountsWhileAnEventIsTold() {
            AsyncHook[] itself = new AsyncHook[1];
            itself[0] = log.hook(
                            "h",
                            Map.of(
                                    INIT,
                                    () -> OtherThread.run(() -> {
                                        itself[0].disable();
                                        other.enable();
                                        new AsyncResource("THERE");
                                    })))
                    .enable();

            new AsyncResource("HERE");
            new AsyncResource("LATER");

            log.assertHeard("h.init HERE", "other.init THERE", "other.init LATER");
        }
    }

    @Nested
    class Context {

        @Test
        void isTheMakersInInitAndTheResourcesInBeforeAndAfter() {
            AsyncResource outer = storage.run("outer", () -> log.resource("OUTER"));
            log.hook("h", each(() -> log.add(whereabouts()))).enable();

            AsyncResource resource = outer.runInAsyncScope(() -> storage.run("made", () -> new AsyncResource("R")));
            storage.run("caller", () -> {
                resource.runInAsyncScope(() -> {});
                resource.emitDestroy();
            });

            log.assertHeard(
                    "h.before OUTER",
                    "outer in OUTER",
                    "h.init R",
                    "made in OUTER",
                    "h.after OUTER",
                    "outer in OUTER",
                    "h.before R",
                    "made in R",
                    "h.after R",
                    "made in R",
                    "h.destroy R",
                    "null in NOWHERE");
        }

        @Test
        void isLeftAloneByRunInside() {
            log.hook("h", each(() -> storage.run("in hook", () -> log.add(whereabouts()))))
                    .enable();
            storage.run("A", () -> {
                AsyncResource resource = new AsyncResource("R");
                log.add(whereabouts());
                resource.runInAsyncScope(() -> log.add(whereabouts()));
                log.add(whereabouts());
            });

            log.assertHeard(
                    "h.init R",
                    "in hook in ROOT",
                    "A in ROOT",
                    "h.before R",
                    "in hook in R",
                    "A in R",
                    "h.after R",
                    "in hook in R",
                    "A in ROOT");
        }

        @Test
        void isTheMakersForEnterWithInInitAndReachesTheResourceNoMore() {
            AsyncHook hook =
                    log.hook("h", Map.of(INIT, () -> storage.enterWith("H"))).enable();
            storage.run("A", () -> {
                AsyncResource resource = new AsyncResource("R");
                assertThat(storage.getStore()).isEqualTo("H");
                hook.disable();
                resource.runInAsyncScope(() -> assertThat(storage.getStore()).isEqualTo("A"));
            });
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void isTheCodesForEnterWithInBeforeButNotTheCallers() {
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            AsyncHook hook =
                    log.hook("h", Map.of(BEFORE, () -> storage.enterWith("H"))).enable();
            storage.run("caller", () -> {
                resource.runInAsyncScope(() -> assertThat(storage.getStore()).isEqualTo("H"));
                assertThat(storage.getStore()).isEqualTo("caller");
                hook.disable();
                resource.runInAsyncScope(() -> assertThat(storage.getStore()).isEqualTo("A"));
            });
        }

        @Test
        void forgetsEnterWithInAfterAndInDestroy() {
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            Runnable enters = () -> storage.enterWith("H");
            log.hook("h", Map.of(AFTER, enters, DESTROY, enters)).enable();

            storage.run("caller", () -> {
                resource.runInAsyncScope(() -> {});
                assertThat(whereabouts()).isEqualTo("caller in ROOT");
                resource.emitDestroy();
                assertThat(whereabouts()).isEqualTo("caller in ROOT");
            });
        }

        @Test
        void isTheResourcesInAfterThoughAScopeIsLeftOpen() {
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            log.hook("h", Map.of(AFTER, () -> log.add(whereabouts()))).enable();

            resource.runInAsyncScope((Runnable) () -> Snapshot.empty().enter());

            log.assertHeard("h.after R", "A in R");
        }

        @Test
        void isInAfterWhatWasEnteredInTheResource() {
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            log.hook("h", Map.of(AFTER, () -> log.add(whereabouts()))).enable();

            resource.runInAsyncScope(() -> storage.enterWith("inside"));

            log.assertHeard("h.after R", "inside in R");
        }

        @Test
        void ofAResourceMadeInDestroyIsEmptyAndCausedByNothing() {
            List<AsyncResource> made = new ArrayList<>();
            AsyncResource resource = log.resource("R");
            log.hook("h", Map.of(DESTROY, () -> made.add(new AsyncResource("MADE"))))
                    .enable();

            storage.run("caller", resource::emitDestroy);

            assertThat(made).singleElement().satisfies(inside -> {
                assertThat(inside.triggerAsyncId()).isZero();
                inside.runInAsyncScope(() -> assertThat(whereabouts()).isEqualTo("null in MADE"));
            });
        }
    }

    @Nested
    class Throwing {

        private final AssertionError thrown = new AssertionError("thrown in a callback");

        @ParameterizedTest
        @ValueSource(strings = {INIT, BEFORE, AFTER, DESTROY})
        void goesToTheUncaughtExceptionHandlerAndTheRestRuns(String event) {
            log.hook("h", Map.of(event, () -> {
                        throw thrown;
                    }))
                    .enable();
            log.hook("next", Map.of(event, () -> {})).enable();

            List<Throwable> uncaught = UncaughtErrors.during(() -> storage.run("A", () -> {
                AsyncResource resource = log.resource("R");
                resource.runInAsyncScope(() -> log.add(whereabouts()));
                resource.emitDestroy();
                log.add(whereabouts());
                assertThat(resource.triggerAsyncId()).isEqualTo(1);
            }));

            assertThat(uncaught).containsExactly(thrown);
            assertThat(log.lines())
                    .containsSubsequence("h." + event + " R", "next." + event + " R")
                    .containsSubsequence("A in R", "A in ROOT");
        }

        @Test
        void doesNotHideWhatTheCodeThrows() {
            AsyncResource resource = log.resource("R");
            RuntimeException own = new RuntimeException("of the code");
            log.hook("h", Map.of(AFTER, () -> {
                        throw thrown;
                    }))
                    .enable();

            List<Throwable> uncaught =
                    UncaughtErrors.during(() -> assertThatThrownBy(() -> resource.runInAsyncScope(() -> {
                                throw own;
                            }))
                            .isSameAs(own));

            assertThat(uncaught).containsExactly(thrown);
        }

        @Test
        void staysHarmlessWhereTheHandlerThrowsAsWell() {
            log.hook("h", Map.of(INIT, () -> {
                        throw thrown;
                    }))
                    .enable();

            UncaughtErrors.during(() -> new AsyncResource("R"), error -> {
                throw new IllegalStateException(error);
            });

            log.assertHeard("h.init R");
        }
    }
}
