// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.AsyncHooks.Callbacks;

/**
 * Callbacks that hear of resources while they are enabled.
 *
 * <p>Enabled hooks are called in the order in which they were enabled, for all events alike. What is enabled or
 * disabled inside a callback counts once the outermost event that the thread is in the middle of has been told to all
 * hooks. Thread-safe.
 *
 * @apiNote Node: {@code AsyncHook}, what {@code createHook} returns.
 * @see AsyncHooks#createHook(Callbacks)
 */
public final class AsyncHook {

    final Callbacks callbacks;

    final boolean hearsDestroy;

    AsyncHook(Callbacks callbacks) {
        this.callbacks = callbacks;
        this.hearsDestroy = overridesDestroy(callbacks.getClass());
    }

    /**
     * Has the callbacks called from now on, on every thread. Has no effect on a hook that is enabled.
     *
     * @return this hook
     */
    public AsyncHook enable() {
        EnabledHooks.enable(this);
        return this;
    }

    /**
     * Ends what {@link #enable()} began. Has no effect on a hook that is not enabled. Enabling it again later puts it
     * behind all others.
     *
     * @return this hook
     */
    public AsyncHook disable() {
        EnabledHooks.disable(this);
        return this;
    }

    private static boolean overridesDestroy(Class<?> type) {
        try {
            return type.getMethod("destroy", long.class).getDeclaringClass() != Callbacks.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
