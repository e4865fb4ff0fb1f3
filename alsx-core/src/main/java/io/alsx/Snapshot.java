// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A captured context: the stores of all storages at one moment, to run code in later, any number of times, on any
 * thread.
 *
 * <p>Running code in a snapshot <em>replaces</em> the whole context of the calling thread: a storage that had no store
 * at the capture has none inside, so that an empty snapshot clears. Afterwards, however the code ended, the caller's
 * whole context is back. What is entered inside changes neither the snapshot nor the caller.
 *
 * <p>What spreads over threads without a submission, as the functions of a parallel stream or of a {@link
 * java.util.concurrent.ForkJoinTask} do, gets the context if each function is bound:
 *
 * <pre>{@code
 * Snapshot here = AsyncLocalStorage.snapshot();
 * List<String> greetings = names.parallelStream().map(here.bindFunction(this::greet)).toList();
 * }</pre>
 *
 * <p>A function that is not bound sees whatever its thread has: on the thread that started the stream its context, on a
 * worker none. Out of reach, without an agent that changes other people's classes, are functions that cannot be bound
 * as they are made inside a library, subtasks that such a function forks, and threads that a library starts.
 *
 * <p>Immutable. It keeps the stores that it holds from being collected for as long as it is referred to itself.
 *
 * @apiNote Node: the function that {@code AsyncLocalStorage.snapshot()} returns. There, a snapshot has an identity of
 *     its own; here it carries that of the code that took it.
 * @see AsyncLocalStorage#snapshot()
 */
public abstract sealed class Snapshot extends ContextRunner permits ContextFrame {

    Snapshot() {}

    /**
     * The context in which no storage has a store, to clear with: what runs in it, and what that causes, sees nothing
     * of the caller's.
     *
     * @return the empty context; one and the same object
     */
    public static Snapshot empty() {
        return ContextFrame.EMPTY;
    }

    /**
     * Runs the callback in this context, on the calling thread.
     *
     * @param callback what to run; what it throws leaves as the same object
     */
    public void run(Runnable callback) {
        within(callback);
    }

    /**
     * Runs the callback in this context, on the calling thread.
     *
     * @param callback what to run
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public <R extends @Nullable Object, X extends Throwable> R run(ThrowingSupplier<? extends R, ? extends X> callback)
            throws X {
        return this.<R, X>within(callback);
    }

    /**
     * Runs the callback in this context, on the calling thread, and hands it an argument.
     *
     * @param callback what to run
     * @param argument what the callback gets
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param <X> the type of what the callback throws
     * @return what the callback returned
     * @throws X what the callback threw
     */
    public <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> R run(
            ThrowingFunction<? super A, ? extends R, ? extends X> callback, A argument) throws X {
        return this.<A, R, X>within(callback, argument);
    }

    /**
     * Enters this context until the scope is closed, which puts back the caller's whole context, as it was when the
     * scope was opened: also what an older scope, closed meanwhile, had entered. If it is never closed, it ends with
     * the enclosing task, snapshot run, {@link AsyncResource} scope or request.
     *
     * @return the scope; has to be closed on this thread
     */
    public Scope enter() {
        AtomicReference<@Nullable ContextFrame> slot = CurrentFrame.slot();
        ContextFrame outer = CurrentFrame.in(slot);
        return new ThreadScope(slot) {
            @Override
            void restore(AtomicReference<@Nullable ContextFrame> slot) {
                CurrentFrame.set(slot, outer);
            }
        }.enter(frame());
    }
}
