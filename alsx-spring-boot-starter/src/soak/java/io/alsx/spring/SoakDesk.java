// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.SoakApplication.Eye;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Mono;

/** Answers requests in each way that a servlet application has. The id in the header is the truth. */
final class SoakDesk {

    private static final String ID = "X-Request-Id";

    private SoakDesk() {}

    @SpringBootConfiguration
    @Import({SoakApplication.class, Servlets.class})
    static class OnServlets {}

    @SpringBootConfiguration
    @Import({SoakApplication.class, Servlets.class, JettyServer.class})
    static class OnJetty {}

    @SpringBootConfiguration
    @Import({SoakApplication.class, Reactive.class, NettyServer.class})
    static class OnNetty {}

    @SpringBootConfiguration
    @Import({SoakApplication.class, SoakMail.class, SoakCalls.class})
    static class WithBrokers {}

    @SpringBootConfiguration
    @Import({SoakApplication.class, SoakNeighbours.class})
    static class WithNeighbours {}

    @RestController
    static class Servlets {

        private final Eye eye;

        private final SoakWork work;

        private final AsyncTaskExecutor applicationTaskExecutor;

        private final RestClient client;

        Servlets(Eye eye, SoakWork work, AsyncTaskExecutor applicationTaskExecutor, RestClient.Builder client) {
            this.eye = eye;
            this.work = work;
            this.applicationTaskExecutor = applicationTaskExecutor;
            this.client = client.build();
        }

        /** Has an id of its own, and no tenant that one could take for another's. */
        @GetMapping("/hostile")
        String hostile() {
            eye.storage().requireStore();
            return String.valueOf(eye.storage().requireStore().requestId().length());
        }

        @GetMapping("/seen")
        String seen(@RequestHeader(ID) String id, @RequestHeader("X-Truth") String truth) {
            if (!id.equals(truth)) {
                LEDGER.violate("a call for " + truth + " brought " + id, truth);
            }
            eye.storage().requireStore();
            return id;
        }

        @GetMapping("/plain")
        String plain(@RequestHeader(ID) String id) {
            eye.see("controller", id);
            work.work(id).join();
            eye.see("controller, at its end", id);
            return id;
        }

        @GetMapping("/called")
        String called(@RequestHeader(ID) String id, @RequestHeader("X-Port") int port) {
            return String.valueOf(client.get()
                    .uri("http://localhost:" + port + "/seen")
                    .header("X-Truth", id)
                    .retrieve()
                    .body(String.class));
        }

        @GetMapping("/callable")
        Callable<String> callable(@RequestHeader(ID) String id) {
            return () -> {
                eye.see("callable", id);
                work.work(id).join();
                return id;
            };
        }

        @GetMapping("/future")
        CompletableFuture<String> future(@RequestHeader(ID) String id) {
            return work.work(id).thenApply(nothing -> id);
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred(@RequestHeader(ID) String id) {
            DeferredResult<String> result = new DeferredResult<>(20_000L);
            result.onCompletion(() -> eye.see("deferred, at its end", id));
            applicationTaskExecutor.execute(() -> {
                eye.see("deferred", id);
                result.setResult(id);
            });
            return result;
        }

        @GetMapping("/timeout")
        DeferredResult<String> timeout(@RequestHeader(ID) String id) {
            DeferredResult<String> result = new DeferredResult<>(20L);
            result.onTimeout(() -> {
                LEDGER.fault("asynchronous time-out");
                eye.see("time-out", id);
                result.setResult(id);
            });
            return result;
        }

        @GetMapping("/stream")
        StreamingResponseBody stream(@RequestHeader(ID) String id) {
            return out -> {
                eye.see("stream", id);
                for (int i = 0; i < 20; i++) {
                    out.write((id + "\n").repeat(50).getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                eye.see("stream, at its end", id);
            };
        }

        @GetMapping("/sse")
        SseEmitter events(@RequestHeader(ID) String id) {
            SseEmitter emitter = new SseEmitter(20_000L);
            emitter.onCompletion(() -> eye.see("emitter, at its end", id));
            applicationTaskExecutor.execute(AsyncLocalStorage.bind(() -> {
                try {
                    for (int i = 0; i < 5; i++) {
                        eye.see("emitter", id);
                        emitter.send(id);
                    }
                    emitter.complete();
                } catch (IOException | IllegalStateException e) {
                    emitter.completeWithError(e);
                }
            }));
            return emitter;
        }

        @GetMapping("/failing")
        String failing(@RequestHeader(ID) String id) {
            eye.see("failing", id);
            LEDGER.fault("exception of a controller");
            throw new Injected(id);
        }

        @GetMapping("/dispatched")
        void dispatched(@RequestHeader(ID) String id, HttpServletResponse response) throws IOException {
            eye.see("before an error dispatch", id);
            LEDGER.fault("error dispatch");
            response.sendError(418);
        }

        @ExceptionHandler(Injected.class)
        @ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
        String handled(Injected failure) {
            eye.see("exception handler", String.valueOf(failure.getMessage()));
            return String.valueOf(failure.getMessage());
        }
    }

    private static final class Injected extends RuntimeException {

        Injected(String id) {
            super(id);
        }
    }

    @RestController
    static class Reactive {

        private final Eye eye;

        private final SoakWork work;

        Reactive(Eye eye, SoakWork work) {
            this.eye = eye;
            this.work = work;
        }

        @GetMapping({"/plain", "/future"})
        Mono<String> plain(@RequestHeader(ID) String id) {
            eye.see("reactive controller", id);
            return Mono.fromFuture(work.work(id)).thenReturn(id);
        }

        @GetMapping("/failing")
        Mono<String> failing(@RequestHeader(ID) String id) {
            eye.see("reactive, failing", id);
            LEDGER.fault("exception of a reactive controller");
            return Mono.error(new IllegalStateException("injected"));
        }
    }
}
