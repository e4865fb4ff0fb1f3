// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.Supplier;

/**
 * Tells Micrometer's context propagation of the whole context, all storages in one reference, so that whatever speaks
 * it carries the stores: Reactor, Spring GraphQL, {@code ContextPropagatingTaskDecorator}, Kotlin's {@code
 * PropagationContextElement}. Found by the {@link java.util.ServiceLoader}.
 *
 * <p>A value is a {@link Snapshot}, or a {@link Supplier} of one, which is asked when the value is set. The empty context
 * is a value as well: most of those who capture skip what is null, and a task that was submitted without a store would
 * then see the store of the thread that it happens to run on.
 */
public final class ContextThreadLocalAccessor implements ThreadLocalAccessor<Object> {

    /** Makes the accessor, which has no state. */
    public ContextThreadLocalAccessor() {}

    @Override
    public Object key() {
        return ContextPublishers.KEY;
    }

    @Override
    public Object getValue() {
        return AsyncLocalStorage.snapshot();
    }

    @Override
    public void setValue(Object value) {
        Object context = value instanceof Supplier<?> late ? late.get() : value;
        ((Snapshot) context).enter();
    }

    @Override
    public void setValue() {
        Snapshot.empty().enter();
    }
}
