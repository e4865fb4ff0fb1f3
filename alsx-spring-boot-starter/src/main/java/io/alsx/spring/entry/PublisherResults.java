// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the result of a method keep the context in which the method ran, where it is a publisher. */
final class PublisherResults {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", PublisherResults.class.getClassLoader());

    private PublisherResults() {}

    /** The result, or one in its place of the type that the method declares. */
    static @Nullable Object inCurrentContext(@Nullable Object result, Class<?> returnType) {
        Snapshot here = AsyncLocalStorage.snapshot();
        return inContext(() -> here, result, returnType);
    }

    /** The same in a context that is asked for whenever somebody subscribes. */
    static @Nullable Object inContext(Supplier<Snapshot> context, @Nullable Object result, Class<?> returnType) {
        Object bound = result == null || !REACTOR ? null : Reactive.inContext(context, result);
        return returnType.isInstance(bound) ? bound : result;
    }

    /** Apart, as Reactor may be absent. */
    private static final class Reactive {

        private Reactive() {}

        static @Nullable Object inContext(Supplier<Snapshot> context, Object result) {
            if (result instanceof Mono<?> mono) {
                return Mono.defer(() -> context.get().run(() -> ContextPublishers.bind(mono)));
            }
            ReactiveAdapter adapter =
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
            if (adapter == null || adapter.isNoValue() || !isDeferred(adapter)) {
                return null;
            }
            Flux<?> flux = Flux.from(adapter.toPublisher(result));
            return adapter.fromPublisher(Flux.defer(() -> context.get().run(() -> ContextPublishers.bind(flux))));
        }

        /** Not a future, whose work has begun. */
        private static boolean isDeferred(ReactiveAdapter adapter) {
            return adapter.getDescriptor().isDeferred();
        }
    }
}
