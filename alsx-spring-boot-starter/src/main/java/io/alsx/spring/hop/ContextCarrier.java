// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.ContextExecutors;
import io.alsx.PeriodicTasks;
import io.alsx.Snapshot;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.ContextBridge.Captured;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.task.TaskDecorator;

/**
 * Binds tasks to a context, and to what the bridges carry beside it. Without bridges, that is the context alone, at no
 * further cost.
 *
 * <p>The bridges are asked for when the beans of the application have been made: executors and multicasters, which have
 * this, are made early, and may be what a bridge depends on. Tasks that are submitted before have the context alone.
 */
public final class ContextCarrier implements SmartInitializingSingleton {

    private final Supplier<? extends Collection<? extends ContextBridge>> source;

    private volatile Bridges bridges = new Bridges(List.of());

    /**
     * Makes a carrier that carries the context alone until {@link #afterSingletonsInstantiated()}.
     *
     * @param bridges what else to carry; what comes first is entered first
     */
    public ContextCarrier(Supplier<? extends Collection<? extends ContextBridge>> bridges) {
        this.source = bridges;
    }

    /**
     * Makes a carrier.
     *
     * @param bridges what else to carry; what comes first is entered first
     */
    public ContextCarrier(Collection<? extends ContextBridge> bridges) {
        this(() -> bridges);
        this.bridges = new Bridges(List.copyOf(bridges));
    }

    @Override
    public void afterSingletonsInstantiated() {
        bridges = new Bridges(List.copyOf(source.get()));
    }

    /**
     * All bridges as one, for what is no task.
     *
     * @return a bridge that carries what all of them do
     */
    public ContextBridge bridges() {
        return new ContextBridge() {
            @Override
            public Captured capture() {
                return bridges.capture();
            }

            @Override
            public Captured nothing() {
                return bridges.nothing();
            }
        };
    }

    boolean hasBridges() {
        return !bridges.isEmpty();
    }

    /**
     * What an executor is to run, once, in the place of a task: in what the calling thread has.
     *
     * @param task the task, as the executor was given it
     * @param inPlace what runs it
     */
    Runnable bind(Runnable task, Runnable inPlace) {
        Bridges all = bridges;
        return all.isEmpty()
                ? ContextExecutors.wrap(inPlace)
                : Carried.of(task, inPlace, ContextExecutors::wrap, all::capture);
    }

    /**
     * What an executor is to run, again and again, in the place of a task.
     *
     * @param task the task, as the executor was given it
     * @param inner makes of it what runs in its place
     * @param runs whether in what the calling thread has, or in nothing of that
     */
    Runnable bindRepeated(Runnable task, TaskDecorator inner, PeriodicTasks runs) {
        return RepeatedTask.bind(task, inner, runs, () -> bindingEach(task, runs));
    }

    /** The same for a task that stands for the next run of the one that the calling thread runs. */
    Runnable bindNextRun(Runnable task, TaskDecorator inner, PeriodicTasks runs) {
        Runnable next = RepeatedTask.bindNext(task, inner);
        return next == null ? bindRepeated(task, inner, runs) : next;
    }

    private BiFunction<AsyncResource, Runnable, Runnable> bindingEach(Runnable task, PeriodicTasks runs) {
        Bridges all = bridges;
        if (all.isEmpty()) {
            return (resource, run) -> resource.bind(run);
        }
        Captured captured = runs == PeriodicTasks.FRESH ? all.nothing() : all.capture();
        return (resource, run) -> Carried.of(task, run, resource::bind, () -> captured);
    }

    /** What an executor is to run in the place of a task that nothing else decorates. */
    Runnable bind(Runnable task) {
        return bind(task, task);
    }

    /** The same for a task that it runs again and again. */
    Runnable bindRepeated(Runnable task, PeriodicTasks runs) {
        return bindRepeated(task, same -> same, runs);
    }

    /** The task, to be submitted to an executor that may carry something itself. */
    Hop.OfCall hop(Callable<Object> task) {
        return new Hop.OfCall(task, AsyncLocalStorage.snapshot(), captured());
    }

    /** The task, to be submitted to an executor that may carry something itself. */
    Hop.OfTask hop(Runnable task) {
        return new Hop.OfTask(task, AsyncLocalStorage.snapshot(), captured());
    }

    /** The task, to be submitted in the same way, to run without anything that is carried. */
    Hop.OfTask hopOfNothing(Runnable task) {
        Bridges all = bridges;
        return new Hop.OfTask(task, Snapshot.empty(), all.isEmpty() ? null : new Bridging(all.nothing()));
    }

    private @Nullable Bridging captured() {
        Bridges all = bridges;
        return all.isEmpty() ? null : new Bridging(all.capture());
    }
}
