// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.AsyncHooks.Callbacks;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SwitchPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hooks that are enabled, and the telling of events to them. */
final class EnabledHooks {

    /**
     * Whether a hook has been enabled since the start: a constant to compiled code, which is thrown away when that
     * changes. It does so once, as hooks may come and go often.
     */
    private static final SwitchPoint NONE_YET = new SwitchPoint();

    private static final MethodHandle EVER_ENABLED = NONE_YET.guardWithTest(
            MethodHandles.constant(boolean.class, false), MethodHandles.constant(boolean.class, true));

    /** Never changed in place. */
    private static volatile AsyncHook[] enabled = {};

    private EnabledHooks() {}

    /** Asked with every capture and for every store that is missing, so at no cost before a hook is enabled. */
    static boolean isEmpty() {
        return !everEnabled() || enabled.length == 0;
    }

    private static boolean everEnabled() {
        try {
            return (boolean) EVER_ENABLED.invokeExact();
        } catch (Error e) {
            throw e; // for want of stack
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static boolean hearDestroy() {
        for (AsyncHook hook : enabled) {
            if (hook.hearsDestroy) {
                return true;
            }
        }
        return false;
    }

    static void enable(AsyncHook hook) {
        change(present -> Arrays.asList(present).contains(hook) ? present : CopyOnWrite.with(present, hook));
    }

    static void disable(AsyncHook hook) {
        change(present -> CopyOnWrite.without(present, hook));
    }

    static void init(AsyncResource resource) {
        if (!isEmpty()) {
            tell(hook -> hook.init(resource.asyncId(), resource.type(), resource.triggerAsyncId(), resource));
        }
    }

    static void before(long asyncId) {
        if (!isEmpty()) {
            tell(hook -> hook.before(asyncId));
        }
    }

    static void after(long asyncId) {
        if (!isEmpty()) {
            tell(hook -> hook.after(asyncId));
        }
    }

    /** In the empty context and outside of any resource, not even in the root. */
    static void destroy(long asyncId) {
        if (!isEmpty()) {
            AsyncResource.nowhere().run(() -> tell(hook -> hook.destroy(asyncId)));
        }
    }

    static void opened(Scope scope) {
        if (!isEmpty()) {
            tell(hook -> hook.opened(scope));
        }
    }

    static void closed(Scope scope) {
        if (!isEmpty()) {
            tell(hook -> hook.closed(scope));
        }
    }

    static void entered(AsyncLocalStorage<?> storage) {
        if (!isEmpty()) {
            tell(hook -> hook.entered(storage));
        }
    }

    /** Not of what hooks themselves do not find. */
    static void missing(AsyncLocalStorage<?> storage) {
        if (!isEmpty() && CurrentFrame.telling()[0] == null) {
            List<IllegalStateException> refusals = new ArrayList<>(0);
            tell(hook -> {
                try {
                    hook.missing(storage);
                } catch (IllegalStateException e) {
                    refusals.add(e);
                }
            });
            throwFirst(refusals);
        }
    }

    /** What hooks want the code to get that asked for a store: the first one's exception, and the others' behind it. */
    private static void throwFirst(List<IllegalStateException> refusals) {
        if (!refusals.isEmpty()) {
            IllegalStateException first = refusals.get(0);
            refusals.stream().filter(other -> other != first).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void tell(Consumer<Callbacks> event) {
        @Nullable Object[] telling = CurrentFrame.telling();
        if (telling[0] instanceof Telling outer) {
            outer.tell(event);
            return;
        }
        Telling outermost = new Telling(enabled);
        telling[0] = outermost;
        try {
            outermost.tell(event);
        } finally {
            telling[0] = null;
            outermost.changes.forEach(EnabledHooks::apply);
        }
    }

    private static void change(UnaryOperator<AsyncHook[]> change) {
        if (CurrentFrame.telling()[0] instanceof Telling outermost) {
            outermost.changes.add(change);
        } else {
            apply(change);
        }
    }

    private static synchronized void apply(UnaryOperator<AsyncHook[]> change) {
        enabled = change.apply(enabled);
        if (enabled.length > 0 && !NONE_YET.hasBeenInvalidated()) {
            SwitchPoint.invalidateAll(new SwitchPoint[] {NONE_YET});
        }
    }

    /** The outermost event that a thread is in the middle of: whom to tell of it, and what is to change after it. */
    private static final class Telling {

        private final AsyncHook[] hooks;

        private final List<UnaryOperator<AsyncHook[]>> changes = new ArrayList<>(0);

        Telling(AsyncHook[] hooks) {
            this.hooks = hooks;
        }

        void tell(Consumer<Callbacks> event) {
            for (AsyncHook hook : hooks) {
                try {
                    event.accept(hook.callbacks);
                } catch (Throwable e) {
                    CurrentFrame.report(e);
                }
            }
        }
    }
}
