// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AsyncResourceEventEmitterTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncResourceEventEmitter<Object> emitter =
            storage.run("made", () -> new AsyncResourceEventEmitter<>("TEST"));

    private final List<Object> heard = Collections.synchronizedList(new ArrayList<>());

    private final HookLog log = new HookLog();

    @AfterEach
    void disableHooks() {
        log.close();
    }

    private Consumer<Object> noting(String name) {
        return event -> heard.add(name + " " + event);
    }

    @Nested
    class Context {

        @Test
        void ofListenersIsThatInWhichTheEmitterWasMade() {
            storage.run(
                    "on",
                    () -> emitter.on(String.class, event -> {
                        heard.add(event + " in " + storage.getStore());
                        heard.add(AsyncHooks.executionAsyncResource());
                    }));

            storage.run("emit", () -> {
                emitter.emit("x");
                assertThat(storage.getStore()).isEqualTo("emit");
                assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
            });

            assertThat(heard).containsExactly("x in made", emitter.asyncResource());
        }

        @Test
        void ofListenersIsTheSameOnAnotherThread() {
            emitter.on(String.class, event -> heard.add(storage.getStore()));

            OtherThread.run(() -> emitter.emit("x"));

            assertThat(heard).containsExactly("made");
        }

        @Test
        void isSharedByTheListenersOfOneEventOnly() {
            emitter.on(String.class, event -> heard.add(storage.getStore()));
            emitter.on(String.class, event -> storage.enterWith("entered"));
            emitter.on(String.class, event -> heard.add(storage.getStore()));

            emitter.emit("x");
            emitter.emit("y");

            assertThat(heard).containsExactly("made", "entered", "made", "entered");
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void isEnteredAnewByAnEventInsideAListener() {
            emitter.on(String.class, event -> storage.run("inside", () -> emitter.emit(1)));
            emitter.on(Integer.class, event -> heard.add(storage.getStore()));

            emitter.emit("x");

            assertThat(heard).containsExactly("made");
        }

        @Test
        void isOneScopePerEventAlsoWithoutAListener() {
            log.hook("h").enable();
            AsyncResourceEventEmitter<Object> observed = new AsyncResourceEventEmitter<>("E");
            observed.on(String.class, event -> log.add("first"));
            observed.on(String.class, event -> log.add("second"));

            observed.emit("x");
            observed.emit(1);
            observed.emitDestroy();

            log.assertHeard(
                    "h.init E", "h.before E", "first", "second", "h.after E", "h.before E", "h.after E", "h.destroy E");
        }
    }

    @Nested
    class Errors {

        private final RuntimeException thrown = new RuntimeException("thrown");

        @Test
        void ofAListenerLeaveAsTheSameObjectAndEndTheEvent() {
            emitter.on(String.class, event -> {
                throw thrown;
            });
            emitter.on(String.class, noting("not reached"));

            storage.run("caller", () -> {
                assertThatThrownBy(() -> emitter.emit("x")).isSameAs(thrown);
                assertThat(storage.getStore()).isEqualTo("caller");
                assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
            });
            assertThat(heard).isEmpty();
        }

        @Test
        void asEventsAreThrownWhereNobodyListens() {
            IOException checked = new IOException("event");
            Error error = new LinkageError("event");
            emitter.on(String.class, noting("another"));

            assertThatThrownBy(() -> emitter.emit(checked)).isSameAs(checked);
            assertThatThrownBy(() -> emitter.emit(error)).isSameAs(error);
            assertThatThrownBy(() -> emitter.emit(thrown)).isSameAs(thrown);
            assertThat(storage.getStore()).isNull();
        }

        @Test
        void asEventsAreEventsWhereSomebodyListens() {
            emitter.on(Exception.class, event -> heard.add(event));

            assertThat(emitter.emit(thrown)).isTrue();

            assertThat(heard).containsExactly(thrown);
        }
    }

    @Nested
    class Resource {

        static final class Orders extends AsyncResourceEventEmitter<Object> {

            Orders() {}

            Orders(String name) {
                super(name);
            }
        }

        @Test
        void hasTheNameAsItsTypeOrTheNameOfTheSubclass() {
            assertThat(emitter.asyncResource().type()).isEqualTo("TEST");
            assertThat(new Orders().asyncResource().type()).isEqualTo("Orders");
            assertThat(new Orders("").asyncResource().type()).isEqualTo("Orders");
            assertThat(new Orders("given").asyncResource().type()).isEqualTo("given");
        }

        @Test
        void isNamedForItsClassWhereTheNameIsEmpty() {
            assertThat(new AsyncResourceEventEmitter<>("").asyncResource().type())
                    .isEqualTo("AsyncResourceEventEmitter");
            assertThat(new AsyncResourceEventEmitter<>() {}.asyncResource().type())
                    .isEqualTo("AsyncResourceEventEmitter");
        }

        @Test
        void hasTheTriggerThatIsGivenOrThatOfTheMaker() {
            AsyncResource.Options options = AsyncResource.Options.defaults().triggerAsyncId(42);
            AsyncResourceEventEmitter<Object> triggered = new AsyncResourceEventEmitter<>("TEST", options);
            triggered.on(String.class, event -> heard.add(AsyncHooks.triggerAsyncId()));

            triggered.emit("x");

            assertThat(heard).containsExactly(42L);
            assertThat(emitter.asyncResource().triggerAsyncId()).isEqualTo(1);
        }

        @Test
        void isDestroyedOnceAndUsableAfterwards() {
            emitter.on(String.class, noting("a"));

            assertThat(emitter.emitDestroy()).isSameAs(emitter.asyncResource());
            assertThatIllegalStateException().isThrownBy(emitter::emitDestroy);
            assertThat(emitter.emit("x")).isTrue();
            assertThat(heard).containsExactly("a x");
        }
    }
}
