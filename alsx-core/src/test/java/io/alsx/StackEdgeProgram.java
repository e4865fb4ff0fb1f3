// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

/** Says how often a store is left behind where a recursion ends at the edge of a small stack. */
final class StackEdgeProgram {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private static final AsyncResource RESOURCE = STORAGE.run("left behind", () -> new AsyncResource("TEST"));

    private static final int TRIES = 400;

    private static final int STACK_BYTES = 1 << 19;

    private static int depth;

    private StackEdgeProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("run: left " + leaksAtTheEdgeOfTheStack(StackEdgeProgram::runAndRecurse));
        System.out.println("resource: left " + leaksAtTheEdgeOfTheStack(StackEdgeProgram::enterResourceAndRecurse));
        System.out.println("run below an outer run: left "
                + leaksAtTheEdgeOfTheStack(() -> STORAGE.run("outer", StackEdgeProgram::runAndRecurse)));
    }

    private static void runAndRecurse() {
        STORAGE.run("left behind", () -> {});
        if (depth++ >= 0) {
            runAndRecurse();
        }
    }

    private static void enterResourceAndRecurse() {
        RESOURCE.runInAsyncScope(() -> {});
        if (depth++ >= 0) {
            enterResourceAndRecurse();
        }
    }

    private static int leaksAtTheEdgeOfTheStack(Runnable recursion) throws InterruptedException {
        int[] leaks = {0};
        Runnable tries = () -> {
            for (int i = -TRIES; i < TRIES; i++) {
                if (i == 0) {
                    leaks[0] = 0; // while code is still being compiled, or was thrown away, no order of calls is safe
                }
                recurseBelow(Math.abs(i), recursion);
                if (STORAGE.getStore() != null) {
                    leaks[0]++;
                    STORAGE.enterWith(null);
                }
            }
        };
        Thread thread = new Thread(null, tries, "small stack", STACK_BYTES);
        thread.start();
        thread.join();
        return leaks[0];
    }

    /** Puts the end of the stack somewhere else for each number of levels. */
    private static void recurseBelow(int levels, Runnable recursion) {
        if (levels > 0) {
            recurseBelow(levels - 1, recursion);
            return;
        }
        depth = 0;
        try {
            recursion.run();
        } catch (StackOverflowError expected) {
            if (depth <= 0) {
                throw new IllegalStateException("The stack was full before the recursion began", expected);
            }
        }
    }
}
