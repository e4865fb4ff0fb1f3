// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.function.Supplier;

/** Opens scopes at every depth of a small stack. Without a compiler, each call takes as much of it every time. */
final class SmallStackProgram {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private static final Snapshot SNAPSHOT = STORAGE.run("left behind", () -> AsyncLocalStorage.snapshot());

    private static final int STACK_BYTES = 1 << 18;

    private static boolean reached;

    private static String kept;

    private SmallStackProgram() {}

    /** Prints, for each way to open a scope, how often it overflowed the stack and how often something stayed then. */
    public static void main(String[] arguments) throws InterruptedException {
        Thread thread = new Thread(null, SmallStackProgram::tryAll, "small stack", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void tryAll() {
        tryAtEveryDepth("withScope", () -> STORAGE.withScope("left behind"));
        tryAtEveryDepth("enter", SNAPSHOT::enter);
        STORAGE.addStoreListener((before, now) -> kept = now);
        tryAtEveryDepth("withScope while something listens", () -> STORAGE.withScope("left behind"));
        tryAtEveryDepth("enter while something listens", SNAPSHOT::enter);
    }

    private static void tryAtEveryDepth(String name, Supplier<Scope> opening) {
        int overflows = 0;
        int left = 0;
        reached = true;
        for (int depth = 0; reached; depth++) {
            reached = false;
            try {
                openBelow(depth, opening);
            } catch (StackOverflowError e) {
                overflows++;
            }
            if (STORAGE.getStore() != null || kept != null) {
                left++;
                STORAGE.enterWith(null);
                kept = null;
            }
        }
        System.out.println(name + ": " + (overflows > 1 ? "overflowed" : "never tried") + ", left " + left);
    }

    private static void openBelow(int levels, Supplier<Scope> opening) {
        if (levels > 0) {
            openBelow(levels - 1, opening);
            return;
        }
        reached = true;
        opening.get().close();
    }
}
