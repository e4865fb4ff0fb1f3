// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.ContextTaskDecorator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One decorated task that several threads run at once: each has what it had before back, and none what another had. */
class BridgedTwinTest {

    private static final int THREADS = 4;

    private static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private final ThreadLocal<@Nullable String> local = new ThreadLocal<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        local.remove();
        threads.shutdownNow();
    }

    @Test
    void givesEachThreadItsOwnBack() throws Exception {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        List<String> within = new ArrayList<>();
        Runnable task = submitted(() -> {
            meet(all);
            synchronized (within) {
                within.add(local.get() + " " + USER.getStore());
            }
            local.set("left behind");
            USER.enterWith("left behind");
            meet(all);
        });

        List<Future<String>> afterwards = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String own = "own " + i;
            afterwards.add(threads.submit(() -> {
                local.set(own);
                return USER.run(own, () -> {
                    task.run();
                    return local.get() + ", " + USER.getStore();
                });
            }));
        }
        for (int i = 0; i < THREADS; i++) {
            assertThat(afterwards.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("own " + i + ", own " + i);
        }
        assertThat(within).hasSize(THREADS).containsOnly("u u");
    }

    private Runnable submitted(Runnable task) {
        ContextTaskDecorator decorator =
                new ContextTaskDecorator(PeriodicTasks.FRESH, new ContextCarrier(List.of(ContextBridge.of(local))));
        local.set("u");
        Runnable decorated = USER.run("u", () -> decorator.decorate(task));
        local.remove();
        return decorated;
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
