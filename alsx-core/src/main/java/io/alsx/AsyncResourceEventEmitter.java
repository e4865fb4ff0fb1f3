// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * An emitter of events whose listeners run in the context in which the emitter was made, whoever emits.
 *
 * <pre>{@code
 * AsyncResourceEventEmitter<OrderEvent> orders = new AsyncResourceEventEmitter<>("Orders");
 * orders.on(OrderPlaced.class, placed -> log(placed)); // in the context of here
 * orders.emit(new OrderPlaced(4711));                  // from anywhere
 * }</pre>
 *
 * <p>An event is told by its class: a listener hears of all events that are instances of the class that it was added
 * for. Thread-safe; listeners that are added or removed while an event is emitted count from the next event on.
 *
 * @apiNote Node: {@code EventEmitterAsyncResource}. There, an event is told by a name and {@code emitDestroy()} returns
 *     nothing. As there, an event that is an error and that nobody listens to is thrown.
 * @param <E> what all events are
 */
public class AsyncResourceEventEmitter<E> {

    private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();

    private final AsyncResource resource;

    /**
     * Captures the current context; for subclasses, whose simple class name is the type of the resource.
     */
    protected AsyncResourceEventEmitter() {
        this("");
    }

    /**
     * Captures the current context.
     *
     * @param name the type of the resource; empty for the simple class name
     */
    public AsyncResourceEventEmitter(String name) {
        this(name, AsyncResource.Options.defaults());
    }

    /**
     * Captures the current context.
     *
     * @param name the type of the resource; empty for the simple class name
     * @param options how the resource differs from the defaults
     */
    public AsyncResourceEventEmitter(String name, AsyncResource.Options options) {
        this.resource = new AsyncResource(name.isEmpty() ? nameOf(getClass()) : name, options);
    }

    /**
     * Adds a listener, behind those there are. A listener that is added twice is called twice.
     *
     * @param type which events to hear of
     * @param listener what to call
     * @param <T> the type of these events
     * @return this emitter
     */
    public <T extends E> AsyncResourceEventEmitter<E> on(Class<T> type, Consumer<? super T> listener) {
        listeners.add(new Listener<>(type, listener, false));
        return this;
    }

    /**
     * Adds a listener for the next event only. It is removed before it is called.
     *
     * @param type which events to hear of
     * @param listener what to call
     * @param <T> the type of these events
     * @return this emitter
     */
    public <T extends E> AsyncResourceEventEmitter<E> once(Class<T> type, Consumer<? super T> listener) {
        listeners.add(new Listener<>(type, listener, true));
        return this;
    }

    /**
     * Removes a listener; of one that was added more than once, the latest. Does nothing if there is none.
     *
     * @param type for which events it was added
     * @param listener the listener, or one equal to it
     * @param <T> the type of these events
     * @return this emitter
     */
    public <T extends E> AsyncResourceEventEmitter<E> off(Class<T> type, Consumer<? super T> listener) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(listener, "listener");
        synchronized (listeners) {
            for (int i = listeners.size() - 1; i >= 0; i--) {
                Listener<?> present = listeners.get(i);
                if (present.type == type && present.callback.equals(listener)) {
                    listeners.remove(i);
                    break;
                }
            }
        }
        return this;
    }

    /**
     * Calls the listeners of the event, one after the other, on the calling thread and in the scope of the emitter's
     * resource: one scope for all of them, also where there is none. What a listener throws leaves as the same object,
     * and the rest of the listeners are not called. An event that is a {@code Throwable} and has no listener is thrown
     * itself, also where that is a checked exception.
     *
     * @param event the event
     * @return whether there was a listener
     */
    public boolean emit(E event) {
        Objects.requireNonNull(event, "event");
        return resource.<Boolean, RuntimeException>runInAsyncScope(() -> call(event));
    }

    /**
     * The resource in whose scope listeners run.
     *
     * @return the resource
     */
    public AsyncResource asyncResource() {
        return resource;
    }

    /**
     * Destroys the emitter's resource: {@code asyncResource().emitDestroy()}. Events may still be emitted afterwards.
     *
     * @return the resource
     * @throws IllegalStateException if it was destroyed before
     */
    public AsyncResource emitDestroy() {
        return resource.emitDestroy();
    }

    /** An anonymous class has the name of what it extends. */
    private static String nameOf(Class<?> type) {
        return type.isAnonymousClass() ? nameOf(type.getSuperclass()) : type.getSimpleName();
    }

    private boolean call(E event) {
        boolean heard = false;
        for (Listener<?> listener : listeners) {
            if (listener.type.isInstance(event) && (!listener.once || use(listener))) {
                heard = true;
                listener.call(event);
            }
        }
        if (!heard && event instanceof Throwable error) {
            throw AsyncResourceEventEmitter.<RuntimeException>unchanged(error);
        }
        return heard;
    }

    /** Only one of several events at the same time gets it, and one that it was taken off during gets it still. */
    private boolean use(Listener<?> listener) {
        boolean unused = listener.used.compareAndSet(false, true);
        if (unused) {
            synchronized (listeners) {
                listeners.remove(listener);
            }
        }
        return unused;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an error event leaves as the same object
    private static <X extends Throwable> X unchanged(Throwable error) throws X {
        throw (X) error;
    }

    /** Told by identity, as the same callback may be there more than once. */
    private static final class Listener<T> {

        private final Class<T> type;

        private final Consumer<? super T> callback;

        private final boolean once;

        private final AtomicBoolean used = new AtomicBoolean();

        Listener(Class<T> type, Consumer<? super T> callback, boolean once) {
            this.type = Objects.requireNonNull(type, "type");
            this.callback = Objects.requireNonNull(callback, "listener");
            this.once = once;
        }

        void call(Object event) {
            callback.accept(type.cast(event));
        }
    }
}
