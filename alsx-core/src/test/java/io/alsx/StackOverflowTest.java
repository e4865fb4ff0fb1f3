// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Where the stack is so full that the callback still fits but the restoring does not. Only compiled code gets there: it
 * needs no stack for an inlined callback, yet some for a restoring method that is not inlined.
 */
class StackOverflowTest {

    private static final List<String> ALL_RESTORED =
            List.of("run: left 0", "resource: left 0", "run below an outer run: left 0");

    /** In virtual machines of their own. Some compile the restoring as a call, for which there is no room: see the limits. */
    @Test
    void restores() throws Exception {
        List<String> output = List.of();
        for (int i = 0; i < 3 && !output.containsAll(ALL_RESTORED); i++) {
            output = output(StackEdgeProgram.class);
            assertThat(output).contains("run below an outer run: left 0");
        }
        assertThat(output).isEqualTo(ALL_RESTORED);
    }

    /** Where the store still fits but what follows does not, up to the scope that ends it: interpreted code gets there. */
    @Test
    void leavesNothingWhereAScopeCouldNotBeOpened() throws Exception {
        assertThat(output(SmallStackProgram.class, "-Xint"))
                .containsExactly(
                        "withScope: overflowed, left 0",
                        "enter: overflowed, left 0",
                        "withScope while something listens: overflowed, left 0",
                        "enter while something listens: overflowed, left 0");
    }

    private static List<String> output(Class<?> program, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", place(AsyncLocalStorage.class) + File.pathSeparator + place(program), program.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
