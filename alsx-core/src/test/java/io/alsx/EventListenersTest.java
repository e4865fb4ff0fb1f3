// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who hears of which event, and how often. */
class EventListenersTest {

    private final AsyncResourceEventEmitter<Object> emitter = new AsyncResourceEventEmitter<>("TEST");

    private final List<Object> heard = new ArrayList<>();

    private Consumer<Object> noting(String name) {
        return event -> heard.add(name + " " + event);
    }

    @Nested
    class Listeners {

        @Test
        void areCalledInTheOrderOfTheirAdding() {
            emitter.on(String.class, noting("a"));
            emitter.once(Object.class, noting("b"));
            emitter.on(CharSequence.class, noting("c"));

            assertThat(emitter.emit("x")).isTrue();
            assertThat(emitter.emit("y")).isTrue();

            assertThat(heard).containsExactly("a x", "b x", "c x", "a y", "c y");
        }

        @Test
        void hearOfInstancesOfTheirClassOnly() {
            emitter.on(String.class, noting("text"));
            emitter.on(Number.class, noting("number"));

            assertThat(emitter.emit(1)).isTrue();
            assertThat(emitter.emit(2.5)).isTrue();
            assertThat(emitter.emit('c')).isFalse();

            assertThat(heard).containsExactly("number 1", "number 2.5");
        }

        @Test
        void areAddedAndRemovedInOneStatement() {
            Consumer<Object> removed = noting("removed");
            emitter.once(String.class, noting("a")).on(String.class, removed).off(String.class, removed);

            assertThat(emitter.once(String.class, noting("b"))).isSameAs(emitter);
            emitter.emit("x");

            assertThat(heard).containsExactly("a x", "b x");
        }

        @Test
        void areCalledAsOftenAsTheyWereAdded() {
            Consumer<Object> listener = noting("a");
            emitter.on(String.class, listener).on(String.class, listener);

            emitter.emit("x");

            assertThat(heard).containsExactly("a x", "a x");
        }

        @Test
        void thatAreAddedWhileAnEventIsEmittedHearTheNextOne() {
            emitter.once(String.class, event -> emitter.on(String.class, noting("late")));

            emitter.emit("x");
            emitter.emit("y");

            assertThat(heard).containsExactly("late y");
        }

        @Test
        void thatAreRemovedWhileAnEventIsEmittedHearItStill() {
            Consumer<Object> removed = noting("removed");
            emitter.on(String.class, event -> emitter.off(String.class, removed));
            emitter.on(String.class, removed);

            emitter.emit("x");
            emitter.emit("y");

            assertThat(heard).containsExactly("removed x");
        }

        @Test
        void mustNotBeNull() {
            assertThatNullPointerException().isThrownBy(() -> emitter.on(null, noting("a")));
            assertThatNullPointerException().isThrownBy(() -> emitter.on(String.class, null));
            assertThatNullPointerException().isThrownBy(() -> emitter.once(String.class, null));
            assertThatNullPointerException().isThrownBy(() -> emitter.off(String.class, null));
            assertThatNullPointerException().isThrownBy(() -> emitter.emit(null));
            assertThat(emitter.emit("x")).isFalse();
        }
    }

    @Nested
    class Once {

        @Test
        void isRemovedBeforeItIsCalled() {
            emitter.once(String.class, event -> {
                heard.add(event);
                heard.add(emitter.emit("inside"));
            });

            assertThat(emitter.emit("x")).isTrue();
            assertThat(emitter.emit("y")).isFalse();

            assertThat(heard).containsExactly("x", false);
        }

        @Test
        void isUsedUpThoughItThrows() {
            IllegalStateException thrown = new IllegalStateException("thrown");
            emitter.once(String.class, event -> {
                throw thrown;
            });

            assertThatThrownBy(() -> emitter.emit("x")).isSameAs(thrown);
            assertThat(emitter.emit("y")).isFalse();
        }

        @Test
        void canBeTakenOff() {
            Consumer<Object> listener = noting("a");
            emitter.once(String.class, listener);
            emitter.off(String.class, listener);

            assertThat(emitter.emit("x")).isFalse();
        }

        @Test
        void hearsTheEventDuringWhichItIsTakenOff() {
            Consumer<Object> removed = noting("removed");
            emitter.on(String.class, event -> emitter.off(String.class, removed));
            emitter.once(String.class, removed);

            emitter.emit("x");
            emitter.emit("y");

            assertThat(heard).containsExactly("removed x");
        }

        @Test
        void isCalledOnceByManyThreads() {
            for (int round = 0; round < 200; round++) {
                AtomicInteger calls = new AtomicInteger();
                emitter.once(String.class, event -> calls.incrementAndGet());

                List<Boolean> listened = OtherThread.callTogether(4, () -> emitter.emit("x"));

                assertThat(calls).hasValue(1);
                assertThat(listened).containsOnlyOnce(true);
            }
        }
    }

    @Nested
    class Off {

        @Test
        void removesTheLatestOfSeveral() {
            Consumer<Object> twice = noting("twice");
            emitter.on(String.class, twice).on(String.class, noting("between")).on(String.class, twice);

            emitter.off(String.class, twice);
            emitter.emit("x");

            assertThat(heard).containsExactly("twice x", "between x");
        }

        @Test
        void wantsTheClassThatTheListenerWasAddedFor() {
            Consumer<Object> listener = noting("a");
            emitter.on(CharSequence.class, listener);

            emitter.off(String.class, listener).off(CharSequence.class, noting("another"));

            assertThat(emitter.emit("x")).isTrue();
        }

        @Test
        void doesNotLoseAListenerWhileOthersAddAndRemove() {
            OtherThread.callTogether(4, () -> {
                for (int i = 0; i < 500; i++) {
                    Consumer<Object> listener = event -> {};
                    emitter.on(String.class, listener);
                    emitter.emit("x");
                    emitter.off(String.class, listener);
                }
                return true;
            });

            assertThat(emitter.emit("x")).as("nobody is left").isFalse();
        }
    }
}
