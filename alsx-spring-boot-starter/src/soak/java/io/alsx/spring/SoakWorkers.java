// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;

import io.alsx.spring.SoakApplication.Eye;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;

/** Beans with methods of each executor. */
class SoakWorkers {

    record Happened(String id) {}

    private final Eye eye;

    SoakWorkers(Eye eye) {
        this.eye = eye;
    }

    @Async
    CompletableFuture<String> onApplicationExecutor(String id) {
        return seen("@Async", id);
    }

    @Async("callerRuns")
    CompletableFuture<String> onCallerRuns(String id) {
        return seen("@Async, caller runs", id);
    }

    @Async("aborting")
    CompletableFuture<String> onAborting(String id) {
        return seen("@Async, aborting", id);
    }

    @Async("swapped")
    CompletableFuture<String> onSwapped(String id) {
        return seen("@Async, an executor that is swapped", id);
    }

    @Async("fresh")
    CompletableFuture<String> onFresh(String id) {
        return seen("@Async, a thread each", id);
    }

    @Async("plain")
    CompletableFuture<String> onPlain(String id) {
        return seen("@Async, an executor of the JDK", id);
    }

    @EventListener
    void happened(Happened event) {
        eye.see("event", event.id());
    }

    @Async
    @EventListener
    void happenedElsewhere(Happened event) {
        eye.see("event, later", event.id());
    }

    private CompletableFuture<String> seen(String where, String id) {
        eye.see(where, id);
        if (SoakWork.random(8) == 0) {
            LEDGER.fault("exception of an @Async method");
            throw new IllegalStateException("injected");
        }
        return CompletableFuture.completedFuture(id);
    }
}
