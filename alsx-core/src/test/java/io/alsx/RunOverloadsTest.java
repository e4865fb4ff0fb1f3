// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What a caller may write without a cast: most of these tests are won once they compile. */
class RunOverloadsTest {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final List<String> log = new ArrayList<>();

    @Test
    void takesAVoidBlockLambda() {
        storage.run("A", () -> {
            log.add("ran");
        });

        assertThat(log).containsExactly("ran");
    }

    @Test
    void takesAVoidExpressionLambda() {
        storage.run("A", () -> note("ran"));

        assertThat(log).containsExactly("ran in A");
    }

    @Test
    void givesTheValueOfAnExpressionLambdaThatIsAStatementToo() {
        boolean added = storage.run("A", () -> log.add("ran"));

        assertThat(added).isTrue();
    }

    @Test
    void takesAVoidMethodReference() {
        storage.run("A", this::noteNothing);
        storage.exit(this::noteNothing);

        assertThat(log).containsExactly("nothing in A", "nothing in null");
    }

    @Test
    void takesAValueMethodReference() {
        String result = storage.run("A", storage::requireStore);

        assertThat(result).isEqualTo("A");
    }

    @Test
    void takesAMethodReferenceWithAnArgument() {
        int length = storage.run("A", String::length, "four");

        assertThat(length).isEqualTo(4);
    }

    @Test
    void takesAConstructorReference() {
        Object result = storage.run("A", Object::new);

        assertThat(result).isNotNull();
    }

    @Test
    void takesACallableThroughItsMethod() throws Exception {
        Callable<String> callable = storage::requireStore;

        String result = storage.run("A", callable::call);

        assertThat(result).isEqualTo("A");
    }

    @Test
    void takesVariablesOfEitherType() {
        Runnable runnable = () -> log.add("runnable");
        ThrowingSupplier<String, RuntimeException> supplier = () -> "supplier";

        storage.run("A", runnable);
        log.add(storage.run("A", supplier));

        assertThat(log).containsExactly("runnable", "supplier");
    }

    @Test
    void infersTheCheckedExceptionOfALambda() {
        IOException thrown = new IOException("thrown");
        try {
            storage.run("A", () -> throwIt(thrown));
            fail("nothing was thrown");
        } catch (IOException e) {
            assertThat((Throwable) e).isSameAs(thrown);
        }
    }

    @Test
    void infersTheCheckedExceptionOfALambdaWithAnArgument() {
        SQLException thrown = new SQLException("thrown");
        try {
            storage.exit(given -> throwIt(given), thrown);
            fail("nothing was thrown");
        } catch (SQLException e) {
            assertThat((Throwable) e).isSameAs(thrown);
        }
    }

    @Test
    void infersTheCheckedExceptionOfABodyThatOnlyThrows() {
        try {
            storage.run("A", () -> {
                throw new IOException("thrown");
            });
        } catch (IOException e) {
            assertThat(e).hasMessage("thrown");
        }
    }

    @Test
    void needsNoCatchForALambdaThatThrowsNothing() {
        String result = storage.run("A", () -> "no checked exception");

        assertThat(result).isEqualTo("no checked exception");
    }

    @Test
    void takesAMethodReferenceThatThrowsUnchecked() {
        assertThatThrownBy(() -> storage.run("A", this::failUnchecked)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void resolvesAlikeForSnapshotsAndResources() throws IOException {
        Snapshot snapshot = storage.run("A", () -> AsyncLocalStorage.snapshot());
        AsyncResource resource = storage.run("B", () -> new AsyncResource("TEST"));

        snapshot.run(this::noteNothing);
        resource.runInAsyncScope(this::noteNothing);
        String fromSnapshot = snapshot.run(storage::requireStore);
        String fromResource = resource.runInAsyncScope(storage::requireStore);
        int sum = resource.runInAsyncScope(Integer::sum, 1, 2);
        String checked = snapshot.run(given -> passOrThrow(given), "passed");

        assertThat(log).containsExactly("nothing in A", "nothing in B");
        assertThat(List.of(fromSnapshot, fromResource, checked)).containsExactly("A", "B", "passed");
        assertThat(sum).isEqualTo(3);
    }

    @Test
    void acceptsAStoreThatIsACallbackItself() {
        AsyncLocalStorage<Runnable> callbacks = new AsyncLocalStorage<>();
        Runnable store = () -> log.add("store");

        callbacks.run(store, () -> callbacks.requireStore().run());

        assertThat(log).containsExactly("store");
    }

    private void note(String what) {
        log.add(what + " in " + storage.getStore());
    }

    private void noteNothing() {
        note("nothing");
    }

    private void failUnchecked() {
        throw new IllegalStateException("on " + storage.getStore());
    }

    private static String passOrThrow(String given) throws IOException {
        if (given.isEmpty()) {
            throw new IOException("empty");
        }
        return given;
    }

    private static <X extends Exception> String throwIt(X thrown) throws X {
        throw thrown;
    }
}
