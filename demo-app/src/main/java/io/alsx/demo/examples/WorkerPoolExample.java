// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import io.alsx.AsyncHooks;
import io.alsx.demo.CurrentRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows where a task's work and its callback find themselves: both on a worker, the callback in its own request. */
@RestController
class WorkerPoolExample {

    private final WorkerPool pool;

    private final CurrentRequest currentRequest;

    WorkerPoolExample(WorkerPool pool, CurrentRequest currentRequest) {
        this.pool = pool;
        this.currentRequest = currentRequest;
    }

    @GetMapping("/examples/worker-pool")
    List<Outcome> squares() {
        List<CompletableFuture<Outcome>> outcomes =
                IntStream.rangeClosed(1, 4).mapToObj(this::square).toList();
        return outcomes.stream()
                .map(outcome -> outcome.orTimeout(5, TimeUnit.SECONDS).join())
                .toList();
    }

    private CompletableFuture<Outcome> square(int number) {
        CompletableFuture<Seen> seen = new CompletableFuture<>();
        PoolTask<Square> task = pool.submit(() -> new Square(number * number, place()), (square, error) -> {
            if (square != null) {
                seen.complete(new Seen(square, place()));
            } else {
                seen.completeExceptionally(error);
            }
        });
        return seen.thenApply(it -> new Outcome(it.work.result, task.asyncId(), it.work.place, it.callback));
    }

    private Place place() {
        return new Place(
                currentRequest.id(),
                AsyncHooks.executionAsyncId(),
                Thread.currentThread().getName());
    }

    record Outcome(int square, long taskAsyncId, Place work, Place callback) {}

    record Place(String requestId, long executionAsyncId, String thread) {}

    private record Square(int result, Place place) {}

    private record Seen(Square work, Place callback) {}
}
