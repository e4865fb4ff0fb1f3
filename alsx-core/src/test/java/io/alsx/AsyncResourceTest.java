// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncResourceTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncLocalStorage<String> other = new AsyncLocalStorage<>();

    private AsyncResource resourceWith(String store) {
        return storage.run(store, () -> new AsyncResource("TEST"));
    }

    private static List<Long> ids() {
        return List.of(AsyncHooks.executionAsyncId(), AsyncHooks.triggerAsyncId());
    }

    @Nested
    class Trigger {

        @Test
        void defaultsToTheCurrentExecutionId() {
            AsyncResource outer = new AsyncResource("OUTER");
            AsyncResource inner = outer.runInAsyncScope(() -> new AsyncResource("INNER"));

            assertThat(outer.triggerAsyncId()).isEqualTo(1);
            assertThat(inner.triggerAsyncId()).isEqualTo(outer.asyncId());
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 0, 1, 987_654_321_987L, Long.MAX_VALUE})
        void isKeptWhereGiven(long given) {
            AsyncResource.Options options = AsyncResource.Options.defaults().triggerAsyncId(given);
            AsyncResource resource =
                    new AsyncResource("OUTER").runInAsyncScope(() -> new AsyncResource("TEST", options));

            assertThat(resource.triggerAsyncId()).isEqualTo(given);
            assertThat(resource.<Long, RuntimeException>runInAsyncScope(AsyncHooks::triggerAsyncId))
                    .isEqualTo(given);
        }

        @ParameterizedTest
        @ValueSource(longs = {-2, Long.MIN_VALUE})
        void isRefusedBelowMinusOne(long given) {
            AsyncResource.Options options = AsyncResource.Options.defaults();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.triggerAsyncId(given))
                    .withMessageContaining(Long.toString(given));
        }

        @Test
        void doesNotChooseTheContext() {
            AsyncResource first = resourceWith("A");
            AsyncResource second = storage.run(
                    "B",
                    () -> new AsyncResource(
                            "TEST", AsyncResource.Options.defaults().triggerAsyncId(first.asyncId())));

            second.runInAsyncScope(() -> assertThat(storage.getStore()).isEqualTo("B"));
        }

        @Test
        void leavesTheSharedDefaultsAlone() {
            AsyncResource.Options.defaults().triggerAsyncId(5).requireManualDestroy(true);

            assertThat(new AsyncResource("TEST", AsyncResource.Options.defaults()).triggerAsyncId())
                    .isEqualTo(1);
            assertThat(new AsyncResource(
                                    "TEST",
                                    AsyncResource.Options.defaults()
                                            .triggerAsyncId(5)
                                            .requireManualDestroy(true))
                            .triggerAsyncId())
                    .isEqualTo(5);
        }
    }

    @Nested
    class Context {

        @Test
        void isThatOfTheConstruction() {
            storage.run("A", () -> {
                AsyncResource resource = new AsyncResource("TEST");
                storage.enterWith("later");
                other.run("caller", () -> {
                    resource.runInAsyncScope(() -> {
                        assertThat(storage.getStore()).isEqualTo("A");
                        assertThat(other.getStore()).isNull();
                    });
                    assertThat(other.getStore()).isEqualTo("caller");
                });
                assertThat(storage.getStore()).isEqualTo("later");
            });
        }

        @Test
        void isNotChangedByEnterWithInside() {
            AsyncResource resource = resourceWith("A");
            for (int i = 0; i < 2; i++) {
                resource.runInAsyncScope(() -> {
                    assertThat(storage.getStore()).isEqualTo("A");
                    storage.enterWith("inside");
                    other.enterWith("inside");
                });
                assertThat(storage.getStore()).isNull();
                assertThat(other.getStore()).isNull();
            }
        }

        @Test
        void isEnteredAgainWithinItself() {
            AsyncResource resource = resourceWith("A");
            resource.runInAsyncScope(() -> {
                storage.enterWith("B");
                resource.runInAsyncScope(() -> assertThat(storage.getStore()).isEqualTo("A"));
                assertThat(storage.getStore()).isEqualTo("B");
                assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource);
            });
        }

        @Test
        void isCapturedInsideTogetherWithTheIdentity() {
            AsyncResource resource = resourceWith("A");
            Snapshot inside = resource.runInAsyncScope(() -> AsyncLocalStorage.snapshot());

            inside.run(() -> {
                assertThat(storage.getStore()).isEqualTo("A");
                assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource);
            });
        }

        @Test
        void servesSeveralThreadsAtOnce() {
            AsyncResource resource = resourceWith("A");

            List<String> seen = OtherThread.callTogether(
                    4,
                    () -> resource.runInAsyncScope(
                            () -> storage.getStore() + (AsyncHooks.executionAsyncId() == resource.asyncId())));

            assertThat(seen).containsOnly("Atrue").hasSize(4);
        }
    }

    @Nested
    class RunInAsyncScope {

        private final AsyncResource resource = resourceWith("A");

        @Test
        void takesUpToTwoArguments() {
            List<String> ran = new ArrayList<>();

            resource.runInAsyncScope((Runnable) () -> ran.add(storage.getStore()));
            String ofSupplier = resource.runInAsyncScope(() -> storage.getStore() + "0");
            String ofFunction = resource.runInAsyncScope(x -> storage.getStore() + x, 1);
            String ofBiFunction = resource.runInAsyncScope((x, y) -> storage.getStore() + x + y, 1, 2);

            assertThat(ran).containsExactly("A");
            assertThat(List.of(ofSupplier, ofFunction, ofBiFunction)).containsExactly("A0", "A1", "A12");
        }

        @Test
        void throwsTheSameObjectAndRestores() {
            IOException checked = new IOException("thrown");
            Error error = new LinkageError("thrown");

            other.run("caller", () -> {
                assertThatThrownBy(() -> resource.runInAsyncScope(() -> {
                            throw checked;
                        }))
                        .isSameAs(checked);
                assertThatThrownBy(() -> resource.runInAsyncScope(
                                (a, b) -> {
                                    throw error;
                                },
                                1,
                                2))
                        .isSameAs(error);
                assertThat(ids()).containsExactly(1L, 0L);
                assertThat(storage.getStore()).isNull();
                assertThat(other.getStore()).isEqualTo("caller");
            });
        }

        @Test
        void isAllowedAfterDestroy() {
            resource.emitDestroy();

            assertThat(resource.<String, RuntimeException>runInAsyncScope(storage::getStore))
                    .isEqualTo("A");
        }

        @Test
        void refusesNullsBeforeAnythingChanges() {
            assertThatNullPointerException().isThrownBy(() -> resource.runInAsyncScope((Runnable) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> resource.runInAsyncScope((ThrowingSupplier<String, RuntimeException>) null));
            assertThatNullPointerException()
                    .isThrownBy(() ->
                            resource.runInAsyncScope((ThrowingFunction<String, String, RuntimeException>) null, "x"));
            assertThatNullPointerException()
                    .isThrownBy(() -> resource.runInAsyncScope(
                            (ThrowingBiFunction<String, String, String, RuntimeException>) null, "x", "y"));
            assertThat(CurrentFrame.get()).isSameAs(ContextFrame.EMPTY);
        }
    }

    @Nested
    class EmitDestroy {

        @Test
        void returnsTheResource() {
            AsyncResource resource = new AsyncResource("TEST");

            assertThat(resource.emitDestroy()).isSameAs(resource);
        }

        @Test
        void failsTheSecondTime() {
            AsyncResource resource = new AsyncResource("TEST").emitDestroy();

            assertThatIllegalStateException()
                    .isThrownBy(resource::emitDestroy)
                    .withMessageContaining(resource.toString());
        }

        @Test
        void succeedsOnceWhenSeveralThreadsCallIt() {
            for (int round = 0; round < 50; round++) {
                AsyncResource resource = new AsyncResource("TEST");
                List<Boolean> won = OtherThread.callTogether(4, () -> {
                    try {
                        resource.emitDestroy();
                        return true;
                    } catch (IllegalStateException expected) {
                        return false;
                    }
                });
                assertThat(won).containsOnlyOnce(true).hasSize(4);
            }
        }
    }

    @Nested
    class Type {

        @Test
        void isKept() {
            AsyncResource resource = new AsyncResource("TEST");

            assertThat(resource.type()).isEqualTo("TEST");
            assertThat(resource).hasToString("TEST#" + resource.asyncId());
        }

        @Test
        void mustNotBeEmptyOrNull() {
            assertThatIllegalArgumentException().isThrownBy(() -> new AsyncResource(""));
            assertThatNullPointerException().isThrownBy(() -> new AsyncResource(null));
            assertThatNullPointerException().isThrownBy(() -> new AsyncResource("TEST", null));
        }

        @Test
        void costsNoIdWhenItIsRefused() {
            long before = new AsyncResource("TEST").asyncId();
            assertThatIllegalArgumentException().isThrownBy(() -> new AsyncResource(""));

            assertThat(new AsyncResource("TEST").asyncId()).isEqualTo(before + 1);
        }
    }

    @Nested
    class Subclass {

        final class Query extends AsyncResource {

            private final List<String> rows = new ArrayList<>();

            Query() {
                super("Query");
            }

            void done(String row) {
                runInAsyncScope(() -> rows.add(row + " for " + storage.getStore()));
                emitDestroy();
            }
        }

        @Test
        void runsItsCallbacksInTheContextOfItsMaker() {
            Query query = storage.run("user", Query::new);
            OtherThread.run(() -> query.done("row"));

            assertThat(query.rows).containsExactly("row for user");
            assertThat(query.type()).isEqualTo("Query");
        }

        @Test
        void isTheExecutionResourceItself() {
            Query query = new Query();

            assertThat(query.<AsyncResource, RuntimeException>runInAsyncScope(AsyncHooks::executionAsyncResource))
                    .isSameAs(query);
        }
    }
}
