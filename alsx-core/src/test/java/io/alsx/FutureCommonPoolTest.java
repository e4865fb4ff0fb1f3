// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On machines of few and of many processors, where the JDK runs asynchronous stages differently. */
class FutureCommonPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void stagesSeeTheirRegistration(int parallelism) throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism,
                        "-cp",
                        place(AsyncLocalStorage.class) + File.pathSeparator + place(CommonPoolProgram.class),
                        CommonPoolProgram.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).startsWith("parallelism ");
        assertThat(program.exitValue()).isZero();
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
