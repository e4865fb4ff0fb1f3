// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextFutures;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What docs/recipes/lost-context.md shows, at work: lost before, and there after. */
@ExtendWith(OutputCaptureExtension.class)
class LostContextRecipeTest {

    @Test
    void theLogSaysWhereAndWhyAndWhatMendsIt(CapturedOutput output) {
        try (RunningApplication application =
                RunningApplication.withWebServer(Application.class, "alsx.diagnostics.lost-context=log")) {
            assertThat(application.body("/lost", "X-Request-Id", "abc")).isEqualTo("null");
            assertThat(application.body("/mended", "X-Request-Id", "abc")).isEqualTo("abc");
            assertThat(application.body("/thread", "X-Request-Id", "abc")).isEqualTo("null");
            assertThat(application.body("/bound", "X-Request-Id", "abc")).isEqualTo("abc");
        }
        assertThat(output)
                .contains("tasks reach the common pool without any code of ours")
                .contains("Use ContextFutures.supplyAsync(...)")
                .contains("the thread was started by hand")
                .contains("bind what it runs with AsyncLocalStorage.bind(...)");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Desk.class)
    static class Application {}

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> requests;

        Desk(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @GetMapping("/lost")
        String lost() {
            return CompletableFuture.supplyAsync(() -> id()).join();
        }

        @GetMapping("/mended")
        String mended() {
            return ContextFutures.supplyAsync(() -> id()).join();
        }

        @GetMapping("/thread")
        String thread() throws InterruptedException {
            StringBuffer seen = new StringBuffer();
            Thread thread = new Thread(() -> seen.append(id()));
            thread.start();
            thread.join();
            return seen.toString();
        }

        @GetMapping("/bound")
        String bound() throws InterruptedException {
            StringBuffer seen = new StringBuffer();
            Thread thread = new Thread(AsyncLocalStorage.bind(() -> {
                seen.append(id());
            }));
            thread.start();
            thread.join();
            return seen.toString();
        }

        private String id() {
            RequestStore store = requests.getStore();
            return store == null ? "null" : store.requestId();
        }
    }
}
