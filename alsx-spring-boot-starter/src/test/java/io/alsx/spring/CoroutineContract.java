// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A coroutine has the context in which it was launched each time it resumes, whatever thread that is on. */
abstract class CoroutineContract {

    static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    /** What carries what is registered with Micrometer's context propagation, of here and now. */
    abstract CoroutineContext element();

    @Test
    @Surface(value = "Kotlin: coroutines with a propagation element", virtual = false)
    void keepsTheStoreWhereverItResumes() {
        String seen = USER.run("a", () -> launched(Dispatchers.getIO()));

        assertThat(seen).isEqualTo("a, a, in IO: a, a");
        assertThat(launched(Dispatchers.getIO())).isEqualTo("null, null, in IO: null, null");
    }

    @Test
    void leavesNothingOnItsThread() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CoroutineDispatcher dispatcher = ExecutorsKt.from(thread);
            USER.run("a", () -> launched(dispatcher));
            assertThat(thread.submit(() -> AsyncLocalStorage.snapshot()).get(20, TimeUnit.SECONDS))
                    .isSameAs(Snapshot.empty());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void clearsWhereItWasLaunchedWithoutAStore() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            thread.submit(() -> USER.enterWith("left on the thread")).get(20, TimeUnit.SECONDS);
            assertThat(launched(ExecutorsKt.from(thread))).isEqualTo("null, null, in IO: null, null");
            assertThat(thread.submit(USER::getStore).get(20, TimeUnit.SECONDS)).isEqualTo("left on the thread");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void keepsManyApart() throws Exception {
        ExecutorService launchers = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> seen = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String user = "u" + i;
                seen.add(launchers.submit(() -> USER.run(user, () -> launched(Dispatchers.getDefault()))));
            }
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("a, a, in IO: a, a".replace("a", "u" + i));
            }
        } finally {
            launchers.shutdownNow();
        }
    }

    private String launched(CoroutineDispatcher dispatcher) {
        try {
            return (String)
                    BuildersKt.runBlocking(dispatcher.plus(element()), (scope, completion) -> steps(completion));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A suspending function: notes what is there, before and after each point at which it suspends. */
    @SuppressWarnings("unchecked")
    static @Nullable Object steps(Continuation<?> completion) {
        return new Steps((Continuation<Object>) completion).invokeSuspend(Unit.INSTANCE);
    }

    /** What the Kotlin compiler makes of such a function. */
    private static final class Steps extends ContinuationImpl {

        private final List<String> seen = new ArrayList<>();

        private int step;

        Steps(Continuation<Object> completion) {
            super(completion);
        }

        @Override
        protected @Nullable Object invokeSuspend(Object result) {
            ResultKt.throwOnFailure(result);
            Object last = result;
            while (step < 3) {
                seen.add(last instanceof String text ? text : String.valueOf(USER.getStore()));
                last = ++step == 2
                        ? BuildersKt.withContext(
                                Dispatchers.getIO(), (scope, completion) -> "in IO: " + USER.getStore(), this)
                        : DelayKt.delay(1, this);
                if (last == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
                    return last;
                }
            }
            return String.join(", ", seen) + ", " + USER.getStore();
        }
    }
}
