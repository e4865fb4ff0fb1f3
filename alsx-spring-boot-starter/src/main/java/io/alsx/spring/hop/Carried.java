// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.ThrowingSupplier;
import io.alsx.spring.ContextBridge.Captured;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task that is bound to a context and to what bridges captured. An executor that is given one by another executor, or
 * by who submits with a {@link Hop}, takes what was captured then, and has it entered before anything that is inside.
 * In a queue it has the task's place: it compares as the task does, and fails to compare where that is not comparable.
 * It is equal to itself alone, as executors may keep it in a map: the task is not asked for its hash code.
 */
final class Carried implements Runnable, Comparable<Carried> {

    private final Runnable task;

    /** The task, bound to all of it. */
    private final Runnable bound;

    /** The task, bound to what bridges captured, for where an outer one has entered the context, too. */
    private final Runnable bridged;

    private final Bridging bridging;

    private Carried(Runnable task, Runnable bound, Runnable bridged, Bridging bridging) {
        this.task = task;
        this.bound = bound;
        this.bridged = bridged;
        this.bridging = bridging;
    }

    static Carried of(Runnable task, Runnable inPlace, UnaryOperator<Runnable> context, Supplier<Captured> what) {
        Bridging shared = task instanceof Carried carried ? carried.bridging : Hop.bridgingOnTheWay();
        Bridging bridging = shared == null ? new Bridging(what.get()) : shared;
        ThrowingSupplier<@Nullable Object, RuntimeException> code = () -> {
            inPlace.run();
            return null;
        };
        Runnable bridged = shared == null ? () -> bridging.run(code) : () -> bridging.runAround(code);
        return new Carried(inPlace, context.apply(bridged), bridged, bridging);
    }

    @Override
    public void run() {
        (bridging.isEntered() ? bridged : bound).run();
    }

    @Override
    @SuppressWarnings("unchecked") // fails as the task would
    public int compareTo(Carried other) {
        return ((Comparable<Object>) task).compareTo(other.task);
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
