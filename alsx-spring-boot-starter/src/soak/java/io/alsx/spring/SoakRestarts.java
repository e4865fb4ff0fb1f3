// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;

import io.alsx.spring.insight.ContextObserver;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * Applications come and go while the others work: one of the same classes, which is shut down gracefully while it is
 * asked, and one of a class loader of its own, as DevTools' restart makes it.
 */
final class SoakRestarts {

    private final List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();

    private final RestartProgram program = RestartProgram.ofApplication();

    /** Until it is over, with a pause between. */
    void run(SoakClient client, long pauseMillis, BooleanSupplier over) throws Exception {
        for (int i = 0; !over.getAsBoolean(); i++) {
            comeAndGo(client, i % 2 == 0);
            if (!over.getAsBoolean()) {
                LEDGER.fault("application in a class loader of its own");
                loaders.add(program.start());
            }
            for (long paused = 0; paused < pauseMillis && !over.getAsBoolean(); paused += 100) {
                SoakWork.pause(100);
            }
        }
    }

    /** With diagnostics, so that hooks come and go, too. */
    private static void comeAndGo(SoakClient client, boolean underLoad) throws InterruptedException {
        SoakSide side = SoakSide.onTomcat(
                "Tomcat that comes and goes",
                "alsx.diagnostics.leaks=log",
                "alsx.diagnostics.resources=true",
                "alsx.explorer.enabled=true",
                "server.shutdown=graceful",
                "spring.lifecycle.timeout-per-shutdown-phase=20s");
        List<Thread> threads = List.of(
                SoakClient.start("passing-client-0", () -> client.ask(side)),
                SoakClient.start("passing-client-1", () -> client.ask(side)));
        SoakWork.pause(1500);
        if (underLoad) {
            LEDGER.fault("graceful shutdown under load");
        } else {
            side.close();
            join(threads);
            assertNoRequestIsActive(side);
        }
        LEDGER.closing(side);
        side.application().close();
        side.close();
        join(threads);
        LEDGER.abandon(side);
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void assertNoRequestIsActive(SoakSide side) {
        ContextObserver observer = side.application().bean(ContextObserver.class);
        for (int i = 0; i < 100 && !observer.activeRequests().isEmpty(); i++) {
            SoakWork.pause(100);
        }
        observer.activeRequests()
                .keySet()
                .forEach(request -> LEDGER.violate("active though answered: " + request, "nobody"));
    }

    /** How many class loaders of earlier applications are still there. Spring may keep something of the last. */
    long loadersLeft() {
        return loaders.stream()
                .limit(Math.max(0, loaders.size() - 1))
                .filter(loader -> !loader.refersTo(null))
                .count();
    }

    int loaders() {
        return loaders.size();
    }
}
