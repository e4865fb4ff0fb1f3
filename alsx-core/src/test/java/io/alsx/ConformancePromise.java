// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A promise, whose reactions are microtasks in the context of their registration. */
final class ConformancePromise {

    private final ConformanceLoop loop;

    private final List<Runnable> reactions = new ArrayList<>();

    private boolean settled;

    private boolean handled;

    private @Nullable Object value;

    private @Nullable RuntimeException error;

    ConformancePromise(ConformanceLoop loop) {
        this.loop = loop;
    }

    void resolve(@Nullable Object result) {
        settle(result, null);
    }

    /** Rejects it. The error is an uncaught one if there is no reaction when the microtasks have ended. */
    void reject(RuntimeException cause) {
        if (settle(null, cause)) {
            loop.check(() -> {
                if (!handled) {
                    loop.uncaught(cause);
                }
            });
        }
    }

    /** Settles it with what the code gives or throws. */
    void settleWith(Supplier<@Nullable Object> code) {
        Object result;
        try {
            result = code.get();
        } catch (RuntimeException e) {
            reject(e);
            return;
        }
        resolve(result);
    }

    /** Registers what follows. */
    void react(Consumer<@Nullable Object> onValue, Consumer<RuntimeException> onError) {
        handled = true;
        Runnable reaction = AsyncLocalStorage.bind(() -> {
            if (error == null) {
                onValue.accept(value);
            } else {
                onError.accept(error);
            }
        });
        if (settled) {
            loop.microtask(reaction);
        } else {
            reactions.add(reaction);
        }
    }

    /** The next link of the chain, which an error passes by. */
    ConformancePromise then(Function<@Nullable Object, @Nullable Object> callback) {
        ConformancePromise next = new ConformancePromise(loop);
        react(result -> next.settleWith(() -> callback.apply(result)), next::reject);
        return next;
    }

    /** The next link of the chain, which a value passes by. */
    ConformancePromise recover(Function<RuntimeException, @Nullable Object> callback) {
        ConformancePromise next = new ConformancePromise(loop);
        react(next::resolve, cause -> next.settleWith(() -> callback.apply(cause)));
        return next;
    }

    private boolean settle(@Nullable Object result, @Nullable RuntimeException cause) {
        if (settled) {
            return false;
        }
        settled = true;
        value = result;
        error = cause;
        reactions.forEach(loop::microtask);
        reactions.clear();
        return true;
    }
}
