// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The thread that hears of collected resources exists only in a process that wants to hear of them. */
class CleanerThreadTest {

    @Test
    void startsWithTheFirstResourceThatADestroyHookWantsToHearOf() throws Exception {
        assertThat(outputOfANewProcess())
                .containsExactly(
                        "at first: 0",
                        "without a hook: 0",
                        "with a hook for init: 0",
                        "with a destroy hook but no resource: 0",
                        "with a resource destroyed by hand only: 0",
                        "with a resource to look after: 1");
    }

    private static List<String> outputOfANewProcess() throws IOException, URISyntaxException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = location(AsyncResource.class) + File.pathSeparator + location(CleanerThreadTest.class);
        Process process = new ProcessBuilder(java, "-cp", classPath, Main.class.getName())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            List<String> lines = new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).as("exit code after %s", lines).isZero();
            return lines;
        }
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** What the new process executes, with nothing but the library on its class path. */
    static final class Main {

        private static final AsyncHook WITHOUT_DESTROY = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {}
        });

        private static final AsyncHook WITH_DESTROY = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void destroy(long asyncId) {}
        });

        private Main() {}

        public static void main(String[] arguments) {
            report("at first");
            use();
            report("without a hook");
            WITHOUT_DESTROY.enable();
            use();
            report("with a hook for init");
            WITHOUT_DESTROY.disable();
            WITH_DESTROY.enable();
            report("with a destroy hook but no resource");
            new AsyncResource("MANUAL", AsyncResource.Options.defaults().requireManualDestroy(true));
            report("with a resource destroyed by hand only");
            use();
            report("with a resource to look after");
        }

        private static void use() {
            AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();
            storage.run("A", () -> {
                new AsyncResource("R").runInAsyncScope(() -> {});
                AsyncLocalStorage.bind((Runnable) () -> {}).run();
                new AsyncResourceEventEmitter<>("E").emitDestroy();
            });
            storage.disable();
        }

        /** The JDK's own cleaner, which may start at any time, has another name. */
        private static void report(String when) {
            long cleaners = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("Cleaner-"))
                    .count();
            System.out.println(when + ": " + cleaners);
        }
    }
}
