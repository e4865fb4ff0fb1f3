// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ContextRegistry;
import org.springframework.beans.factory.DisposableBean;

/**
 * Sees to it that Micrometer's registry has our accessor while an application wants it, also where a service loader did
 * not find it, and that it has none while only applications run that do not want it.
 *
 * <p>There is one registry for all applications of a virtual machine: one that wants the accessor outweighs all that do
 * not. After the last of both, the registry has what it had before the first.
 */
public final class AccessorRegistration implements DisposableBean {

    private static int wanting;

    private static int notWanting;

    private static boolean removed;

    private final boolean wanted;

    /**
     * Registers the accessor, or takes it out.
     *
     * @param wanted whether Micrometer's context propagation is to carry the context
     */
    public AccessorRegistration(boolean wanted) {
        this.wanted = wanted;
        count(wanted, 1);
    }

    @Override
    public void destroy() {
        count(wanted, -1);
    }

    private static synchronized void count(boolean wanted, int change) {
        if (wanted) {
            wanting += change;
        } else {
            notWanting += change;
        }
        ContextRegistry registry = ContextRegistry.getInstance();
        if (wanting == 0 && notWanting > 0) {
            removed |= registry.removeThreadLocalAccessor(ContextPublishers.KEY);
        } else if (wanting > 0 || removed) {
            removed = false;
            register(registry);
        }
    }

    private static void register(ContextRegistry registry) {
        boolean present = registry.getThreadLocalAccessors().stream()
                .anyMatch(accessor -> accessor.key().equals(ContextPublishers.KEY));
        if (!present) {
            registry.registerThreadLocalAccessor(new ContextThreadLocalAccessor());
        }
    }
}
