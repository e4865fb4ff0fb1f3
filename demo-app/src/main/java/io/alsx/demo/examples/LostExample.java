// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import io.alsx.AsyncLocalStorage;
import io.alsx.demo.CurrentRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Deliberately wrong: a label is printed by an executor of the JDK, which takes no task decorator, so its task does not
 * know the request. The explorer shows that in red; beside it is what mends it.
 */
@RestController
class LostExample {

    private final ExecutorService labelPrinter;

    private final CurrentRequest currentRequest;

    LostExample(@Qualifier("labelPrinter") ExecutorService labelPrinter, CurrentRequest currentRequest) {
        this.labelPrinter = labelPrinter;
        this.currentRequest = currentRequest;
    }

    /** The task is handed over as it is. Nobody tells it of the request. */
    @GetMapping("/examples/lost")
    Label lost() {
        return print(this::label);
    }

    /** The same, mended: the task is bound before it is handed over. */
    @GetMapping("/examples/found")
    Label found() {
        return print(AsyncLocalStorage.bindSupplier(this::label));
    }

    private Label print(Supplier<Label> task) {
        return CompletableFuture.supplyAsync(task, labelPrinter)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    private Label label() {
        return new Label(currentRequest.id(), Thread.currentThread().getName());
    }

    record Label(String requestId, String thread) {}

    @Configuration(proxyBeanMethods = false)
    static class Printer {

        /** No default candidate, or Spring Boot would make no executor of its own. */
        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        ExecutorService labelPrinter() {
            return Executors.newWorkStealingPool(1);
        }
    }
}
