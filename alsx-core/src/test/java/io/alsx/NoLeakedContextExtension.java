// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Makes every test a leak test: registered globally, it fails a test that leaves anything entered on its thread, or that
 * finds something there, and clears the thread for the next one. It also fails a test that leaves a hook enabled, and a
 * class of tests that does.
 */
public final class NoLeakedContextExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Namespace HOOKS = Namespace.create(NoLeakedContextExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        check("before all of " + context.getDisplayName());
        noteHooks(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        check("before " + context.getDisplayName());
        noteHooks(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check("after " + context.getDisplayName());
        checkHooks(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check("after all of " + context.getDisplayName());
        checkHooks(context);
    }

    /** There may be some before, of an application that was started for all tests of a class. */
    private static void noteHooks(ExtensionContext context) {
        context.getStore(HOOKS).put(context.getUniqueId(), EnabledHooks.isEmpty());
    }

    private static void checkHooks(ExtensionContext context) {
        if (context.getStore(HOOKS).get(context.getUniqueId(), Boolean.class) && !EnabledHooks.isEmpty()) {
            throw new AssertionError("A hook is left enabled after " + context.getDisplayName());
        }
    }

    private static void check(String when) {
        if (CurrentFrame.get() != ContextFrame.EMPTY) {
            CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
            throw new AssertionError(
                    "A context is left on thread '" + Thread.currentThread().getName() + "' " + when);
        }
    }
}
