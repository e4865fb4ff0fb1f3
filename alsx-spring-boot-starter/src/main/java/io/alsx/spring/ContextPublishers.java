// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Ties Reactor's publishers to a context.
 *
 * <p>A publisher does nothing until it is subscribed to, and has the context of that moment: a {@code Mono} that leaves
 * a {@code run} leaves its store behind. {@link #bind(Mono)} has it keep the one of where it was made:
 *
 * <pre>{@code
 * Mono<String> order = TENANT.run("acme", () -> ContextPublishers.bind(orders.find(id))); // is subscribed to later
 * }</pre>
 *
 * <p>What a bound publisher runs on the thread that subscribes, or requests, is always in its context. What it runs on
 * other threads is, where Reactor propagates automatically ({@code alsx.reactor.automatic=true}, or {@code
 * spring.reactor.context-propagation=auto}); without that, a step there finds the context through {@link
 * #snapshot(ContextView)}.
 */
public final class ContextPublishers {

    /**
     * Where the Reactor context of a bound publisher, the attributes of a WebFlux exchange and Micrometer's context
     * propagation hold a context.
     */
    public static final String KEY = "io.alsx.context";

    private ContextPublishers() {}

    /**
     * Binds a mono to the current context.
     *
     * @param mono what to bind
     * @param <T> the type of its value
     * @return a mono that runs in the context of this call, whoever subscribes; its signals arrive in the subscriber's
     */
    @SuppressWarnings("unchecked") // a mono only gives values
    public static <T> Mono<T> bind(Mono<? extends T> mono) {
        Snapshot here = AsyncLocalStorage.snapshot();
        Mono<T> written = ((Mono<T>) mono).contextWrite(context -> context.put(KEY, here));
        return Hooks.isAutomaticContextPropagationEnabled() ? written : new BoundMono<>(written, here);
    }

    /**
     * Binds a flux to the current context.
     *
     * @param flux what to bind
     * @param <T> the type of its values
     * @return a flux that runs in the context of this call, whoever subscribes; its signals arrive in the subscriber's
     */
    @SuppressWarnings("unchecked") // a flux only gives values
    public static <T> Flux<T> bind(Flux<? extends T> flux) {
        Snapshot here = AsyncLocalStorage.snapshot();
        Flux<T> written = ((Flux<T>) flux).contextWrite(context -> context.put(KEY, here));
        return Hooks.isAutomaticContextPropagationEnabled() ? written : new BoundFlux<>(written, here);
    }

    /**
     * The context that a Reactor context holds: that of the request, or the one that a publisher was bound to. Serves
     * without automatic propagation, too:
     *
     * <pre>{@code
     * Mono.deferContextual(view -> Mono.just(ContextPublishers.snapshot(view).run(() -> storage.requireStore())))
     * }</pre>
     *
     * @param view the Reactor context
     * @return the context; the empty one where it holds none
     */
    public static Snapshot snapshot(ContextView view) {
        @Nullable Object held = view.hasKey(KEY) ? view.get(KEY) : null;
        if (held instanceof Supplier<?> late) {
            held = late.get();
        }
        return held instanceof Snapshot snapshot ? snapshot : Snapshot.empty();
    }
}
