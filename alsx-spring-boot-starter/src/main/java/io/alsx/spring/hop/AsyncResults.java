// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells when the result of a method has ended: at once, or when what it stands for completes, fails or is cancelled. */
final class AsyncResults {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", AsyncResults.class.getClassLoader());

    private AsyncResults() {}

    /**
     * The result, or one in its place, that runs the code at its end. Where none of the type that the method declares can
     * be had, the code runs at once.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the caller gets it
    static @Nullable Object whenEnded(@Nullable Object result, Class<?> returnType, Runnable end) {
        if (result instanceof CompletionStage<?> stage) {
            stage.whenComplete((value, error) -> end.run());
            return result;
        }
        if (result instanceof Future<?> future && returnType == Future.class) {
            return new ObservedFuture<>(future, end);
        }
        ReactiveAdapter adapter = result == null || !REACTOR ? null : Reactive.adapterOf(result);
        if (result != null && adapter != null) {
            Object observed = Reactive.whenEnded(result, adapter, end);
            if (returnType.isInstance(observed)) {
                return observed;
            }
        }
        end.run();
        return result;
    }

    /** Apart, as Reactor may be absent. */
    private static final class Reactive {

        private Reactive() {}

        static @Nullable ReactiveAdapter adapterOf(Object result) {
            return ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
        }

        static Object whenEnded(Object result, ReactiveAdapter adapter, Runnable end) {
            if (result instanceof Mono<?> mono) {
                return mono.doFinally(signal -> end.run());
            }
            return adapter.fromPublisher(Flux.from(adapter.toPublisher(result)).doFinally(signal -> end.run()));
        }
    }
}
