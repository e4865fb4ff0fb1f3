// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes every test a leak test: registered globally, it fails a test that leaves anything entered on its thread, or that
 * finds something there, and clears the thread for the next one. It also fails a test that leaves a hook enabled.
 */
public final class NoLeakedContextExtension implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        check("before " + context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check("after " + context.getDisplayName());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check("after all of " + context.getDisplayName());
    }

    private static void check(String when) {
        if (CurrentFrame.get() != ContextFrame.EMPTY) {
            CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
            throw new AssertionError(
                    "A context is left on thread '" + Thread.currentThread().getName() + "' " + when);
        }
        if (!EnabledHooks.isEmpty()) {
            throw new AssertionError("A hook is left enabled " + when);
        }
    }
}
