// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ContextRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;

/**
 * Sees to it that Micrometer's registry has our accessor while an application wants it, also where a service loader did
 * not find it, and that it has none where no application wants it.
 *
 * <p>There is one registry for all applications of a virtual machine: one that wants the accessor outweighs all that do
 * not, and the end of the last that took it out puts it back.
 */
public final class AccessorRegistration implements DisposableBean {

    private static final AtomicInteger WANTED = new AtomicInteger();

    private final ContextRegistry registry = ContextRegistry.getInstance();

    private final boolean wanted;

    private final boolean removed;

    /**
     * Registers the accessor, or takes it out.
     *
     * @param wanted whether Micrometer's context propagation is to carry the context
     */
    public AccessorRegistration(boolean wanted) {
        this.wanted = wanted;
        synchronized (WANTED) {
            if (wanted) {
                WANTED.incrementAndGet();
                register();
            }
            this.removed = WANTED.get() == 0 && registry.removeThreadLocalAccessor(ContextPublishers.KEY);
        }
    }

    @Override
    public void destroy() {
        synchronized (WANTED) {
            if (wanted) {
                WANTED.decrementAndGet();
            }
            if (removed) {
                register();
            }
        }
    }

    private void register() {
        boolean present = registry.getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.key().equals(ContextPublishers.KEY));
        if (!present) {
            registry.registerThreadLocalAccessor(new ContextThreadLocalAccessor());
        }
    }
}
