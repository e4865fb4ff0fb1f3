// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Two threads, each with a store of its own: one registers a stage, the other completes what the stage waits for. */
final class StageRace {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AtomicInteger runs = new AtomicInteger();

    private @Nullable String seen;

    private @Nullable String seenByDependent;

    private @Nullable String registrantAfterwards;

    private @Nullable String completerAfterwards;

    /** Registers the stage, which has to run what it is given, and a dependent that is run where there is no store. */
    void register(Function<Runnable, CompletionStage<?>> registration) {
        Thread registrant = Thread.currentThread();
        storage.run("registrant", () -> {
            registration
                    .apply(() -> {
                        runs.incrementAndGet();
                        seen = storage.getStore() + " by "
                                + (Thread.currentThread() == registrant ? "registrant" : "completer");
                    })
                    .thenRunAsync(() -> seenByDependent = storage.getStore(), task -> storage.exit(task));
            registrantAfterwards = storage.getStore();
        });
    }

    void complete(CompletableFuture<String> source) {
        storage.run("completer", () -> {
            source.complete("value");
            completerAfterwards = storage.getStore();
        });
    }

    /** What the stage saw and on whose thread, how often it ran, what its dependent saw, and both threads' own. */
    void judge(LLLL_Result r) {
        r.r1 = seen;
        r.r2 = runs.get();
        r.r3 = seenByDependent;
        r.r4 = registrantAfterwards + " " + completerAfterwards;
    }
}
