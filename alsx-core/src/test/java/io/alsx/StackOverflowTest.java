// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Where the stack is so full that the callback still fits but the restoring does not. Only compiled code gets there: it
 * needs no stack for an inlined callback, yet some for a restoring method that is not inlined.
 */
class StackOverflowTest {

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private static final AsyncResource RESOURCE = STORAGE.run("left behind", () -> new AsyncResource("TEST"));

    private static final int TRIES = 400;

    private static final int STACK_BYTES = 1 << 19;

    private static int depth;

    @Test
    void restoresAfterRun() throws Exception {
        assertThat(leaksAtTheEdgeOfTheStack(StackOverflowTest::runAndRecurse)).isZero();
    }

    @Test
    void restoresAfterAResourceScope() throws Exception {
        assertThat(leaksAtTheEdgeOfTheStack(StackOverflowTest::enterResourceAndRecurse))
                .isZero();
    }

    @Test
    void restoresBelowAnOuterRunInAnyCase() throws Exception {
        assertThat(leaksAtTheEdgeOfTheStack(() -> STORAGE.run("outer", StackOverflowTest::runAndRecurse)))
                .isZero();
    }

    /** Where the store still fits but what follows does not, up to the scope that ends it: interpreted code gets there. */
    @Test
    void leavesNothingWhereAScopeCouldNotBeOpened() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-cp",
                        place(AsyncLocalStorage.class) + File.pathSeparator + place(SmallStackProgram.class),
                        SmallStackProgram.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines())
                .containsExactly(
                        "withScope: overflowed, left 0",
                        "enter: overflowed, left 0",
                        "withScope while something listens: overflowed, left 0",
                        "enter while something listens: overflowed, left 0");
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
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
            assertThat(depth).isPositive();
        }
    }
}
