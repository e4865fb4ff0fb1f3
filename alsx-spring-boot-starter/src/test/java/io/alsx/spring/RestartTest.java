// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of an earlier start stays, whether the starter is part of what is loaded anew or, as with DevTools, not. */
class RestartTest {

    @ParameterizedTest
    @ValueSource(strings = {"application", "starter"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void leavesNoClassLoaderBehind(String loadedAnew) throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RestartProgram.class.getName(),
                        loadedAnew)
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output.lines()).contains("loaders left: 0", "more accessors: 0", "more threads: 0", "hook: false");
    }
}
