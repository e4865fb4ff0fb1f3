// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A logger that numbers visits: a storage of our own, entered by hand, beside that of the requests. */
@RestController
class LoggerExample {

    private static final Logger LOG = LoggerFactory.getLogger(LoggerExample.class);

    /** Says 0 outside of any visit, as on another thread while alsx is switched off. */
    private static final AsyncLocalStorage<Integer> VISIT =
            AsyncLocalStorage.<Integer>builder().name("visit").defaultValue(0).build();

    private final AtomicInteger visits = new AtomicInteger();

    private final AsyncTaskExecutor applicationTaskExecutor;

    LoggerExample(AsyncTaskExecutor applicationTaskExecutor) {
        this.applicationTaskExecutor = applicationTaskExecutor;
    }

    /** Two visits at a time. Their lines may come in any order; each has the number of its own visit. */
    @GetMapping("/examples/logger")
    List<String> log() {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> first = visit(lines);
        CompletableFuture<Void> second = visit(lines);
        CompletableFuture.allOf(first, second).join();
        return lines;
    }

    private CompletableFuture<Void> visit(List<String> lines) {
        return VISIT.run(visits.incrementAndGet(), () -> {
            log("arrives", lines);
            return CompletableFuture.runAsync(() -> log("looks around", lines), applicationTaskExecutor)
                    .thenRunAsync(() -> log("leaves", lines), applicationTaskExecutor);
        });
    }

    private static void log(String message, List<String> lines) {
        String line = "visit " + VISIT.requireStore() + ": " + message;
        LOG.info(line);
        lines.add(line);
    }
}
