// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.SurfaceApplication.HandledException;
import io.alsx.spring.SurfaceApplication.Notes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each way of Spring MVC to answer later. Every path notes what it sees under itself. */
@RestController
class SurfaceController {

    private static final long SOON = 100L;

    private static final long LATE = 60_000L;

    private static final String CHUNK = "x".repeat(16 * 1024);

    private final Notes notes;

    private final AsyncLocalStorage<RequestStore> storage;

    private final AsyncTaskExecutor executor;

    SurfaceController(Notes notes, AsyncLocalStorage<RequestStore> storage, AsyncTaskExecutor applicationTaskExecutor) {
        this.notes = notes;
        this.storage = storage;
        this.executor = applicationTaskExecutor;
    }

    @GetMapping("/server")
    String server(HttpServletRequest request) {
        return request.getServletContext().getServerInfo() + " on " + Thread.currentThread();
    }

    @GetMapping("/plain")
    String plain(HttpServletRequest request) {
        notes.add(request, "controller");
        return "plain";
    }

    @GetMapping("/throw")
    String fail() {
        throw new IllegalStateException("thrown in a controller");
    }

    @GetMapping("/callable")
    Callable<String> callable() {
        return () -> {
            notes.add("/callable", "callable");
            return "done";
        };
    }

    @GetMapping("/callable-throw")
    Callable<String> callableThrow() {
        return () -> {
            notes.add("/callable-throw", "callable");
            throw new HandledException();
        };
    }

    @GetMapping("/callable-throw-unhandled")
    Callable<String> callableThrowUnhandled() {
        return () -> {
            throw new IllegalStateException("thrown in a callable");
        };
    }

    @GetMapping("/task")
    WebAsyncTask<String> task() {
        WebAsyncTask<String> task = new WebAsyncTask<>(LATE, () -> {
            notes.add("/task", "callable");
            return "done";
        });
        task.onCompletion(() -> notes.add("/task", "onCompletion"));
        return task;
    }

    @GetMapping("/task-time-out")
    WebAsyncTask<String> taskTimeOut() {
        WebAsyncTask<String> task = new WebAsyncTask<>(SOON, endless("/task-time-out"));
        task.onTimeout(() -> {
            notes.add("/task-time-out", "onTimeout");
            return "late";
        });
        task.onCompletion(() -> notes.add("/task-time-out", "onCompletion"));
        return task;
    }

    @GetMapping("/task-time-out-unhandled")
    WebAsyncTask<String> taskTimeOutUnhandled() {
        return new WebAsyncTask<>(SOON, endless("/task-time-out-unhandled"));
    }

    @GetMapping("/deferred")
    DeferredResult<String> deferred() {
        DeferredResult<String> result = new DeferredResult<>(LATE);
        result.onCompletion(() -> notes.add("/deferred", "onCompletion"));
        new Thread(() -> result.setResult("done")).start();
        return result;
    }

    @GetMapping("/deferred-error")
    DeferredResult<String> deferredError() {
        DeferredResult<String> result = new DeferredResult<>(LATE);
        result.onCompletion(() -> notes.add("/deferred-error", "onCompletion"));
        new Thread(() -> result.setErrorResult(new HandledException())).start();
        return result;
    }

    /** Tells whose context the call back was in. */
    @GetMapping("/deferred-time-out")
    DeferredResult<String> deferredTimeOut() {
        DeferredResult<String> result = new DeferredResult<>(SOON);
        result.onTimeout(() -> {
            notes.add("/deferred-time-out", "onTimeout");
            RequestStore store = storage.getStore();
            result.setResult(store == null ? "none" : store.requestId());
        });
        result.onCompletion(() -> notes.add("/deferred-time-out", "onCompletion"));
        return result;
    }

    @GetMapping("/deferred-time-out-unhandled")
    DeferredResult<String> deferredTimeOutUnhandled() {
        return new DeferredResult<>(SOON);
    }

    @GetMapping("/streaming")
    StreamingResponseBody streaming() {
        return out -> {
            notes.add("/streaming", "stream");
            out.write("done".getBytes(StandardCharsets.UTF_8));
        };
    }

    @GetMapping("/emitter")
    ResponseBodyEmitter emitter() {
        return sending("/emitter", new ResponseBodyEmitter(LATE));
    }

    @GetMapping("/sse")
    SseEmitter sse() {
        return sending("/sse", new SseEmitter(LATE));
    }

    @GetMapping("/sse-error")
    SseEmitter sseError() {
        SseEmitter emitter = noting("/sse-error", new SseEmitter(LATE));
        afterReturnFrom("/sse-error", () -> emitter.completeWithError(new HandledException()));
        return emitter;
    }

    @GetMapping("/sse-time-out")
    SseEmitter sseTimeOut() {
        SseEmitter emitter = noting("/sse-time-out", new SseEmitter(SOON));
        emitter.onTimeout(() -> {
            notes.add("/sse-time-out", "onTimeout");
            emitter.complete();
        });
        return emitter;
    }

    /** Sends once, and, when the client has gone, until somebody notices. */
    @GetMapping("/disconnect")
    ResponseBodyEmitter disconnect(@RequestParam("timeout") long timeout) {
        ResponseBodyEmitter emitter = noting("/disconnect", new ResponseBodyEmitter(timeout));
        afterReturnFrom("/disconnect", () -> {
            notes.add("/disconnect", "sender");
            try {
                emitter.send(CHUNK);
                notes.await("/client", "gone");
                while (true) {
                    emitter.send(CHUNK);
                }
            } catch (IOException | IllegalStateException e) {
                notes.add("/disconnect", "sending fails");
            }
        });
        return emitter;
    }

    @GetMapping("/future")
    CompletableFuture<String> future() {
        return CompletableFuture.supplyAsync(
                () -> {
                    notes.add("/future", "supplier");
                    return "done";
                },
                executor);
    }

    @GetMapping("/mono")
    Mono<String> mono() {
        return Mono.fromCallable(() -> {
                    notes.add("/mono", "source");
                    return "done";
                })
                .doFinally(signal -> notes.add("/mono", "doFinally"));
    }

    @GetMapping(path = "/flux", produces = "text/event-stream")
    Flux<String> flux() {
        return Flux.range(0, 3)
                .map(i -> {
                    notes.add("/flux", "source " + i);
                    return "item " + i;
                })
                .doFinally(signal -> notes.add("/flux", "doFinally"));
    }

    /** Outlasts its request, so that it is the time-out that answers. */
    private Callable<String> endless(String path) {
        return () -> {
            notes.await(path, "completion");
            return "never";
        };
    }

    /** An emitter that completes before it has been returned calls nobody back. */
    private void afterReturnFrom(String path, Runnable code) {
        executor.execute(() -> {
            notes.await(path, "afterConcurrentHandlingStarted");
            code.run();
        });
    }

    private <E extends ResponseBodyEmitter> E sending(String path, E emitter) {
        noting(path, emitter);
        afterReturnFrom(path, () -> {
            notes.add(path, "sender");
            try {
                emitter.send("done");
                emitter.complete();
            } catch (IOException e) {
                emitter.completeWithError(e);
            }
        });
        return emitter;
    }

    private <E extends ResponseBodyEmitter> E noting(String path, E emitter) {
        emitter.onError(error -> notes.add(path, "onError"));
        emitter.onCompletion(() -> notes.add(path, "onCompletion"));
        return emitter;
    }
}
