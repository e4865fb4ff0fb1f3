// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.FOREIGN;
import static io.alsx.spring.SoakApplication.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.ContextExecutors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Many requests at once, on every server and kind of thread, over every kind of hop, while all that can fail does: nobody
 * ever sees the store of another, nobody loses his, and nothing is kept. For {@code soak.minutes}, half a minute by
 * default; the report is in {@code target/soak}.
 */
class SoakTest {

    /** Of the virtual machine and of libraries, for all applications. */
    private static final String SHARED_THREADS =
            "(parallel|boundedElastic|loomBoundedElastic|reactor-|HttpClient-|ForkJoinPool|CompletableFutureDelay"
                    + "|VirtualThread|MasterPoller|Common-Cleaner|Cleaner-|Keep-Alive|Attach Listener|JFR "
                    + "|metrics-meter-tick|Thread-\\d+ \\(activemq).*";

    /** Of all applications but one, which says otherwise: no user is asked for, and nobody closes what Netty shares. */
    private static final String NOT_WANTED = String.join(
            ",",
            "org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.ClientHttpConnectorAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration");

    private final SoakReport report = new SoakReport();

    private final SoakRestarts restarts = new SoakRestarts();

    private volatile boolean over;

    /** How far the clock is from the right one, in seconds. */
    private int clock;

    @Test
    void neverAnothersContext() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("soak.minutes", "0.5"));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> died(failure));
        System.setProperty("spring.autoconfigure.exclude", NOT_WANTED);
        System.setProperty("logging.level.root", "off");
        // Of the class path's clients, Spring would take Jetty's, whose threads it does not end with the application.
        System.setProperty("spring.http.client.factory", "simple");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        SoakMail.Brokers brokers = SoakMail.Brokers.start();
        List<SoakSide> sides = SoakSide.all(brokers);
        work(sides, minutes);
        Set<String> left = end(sides);
        brokers.close();
        Set<String> threads = threadsBeside(before);
        report.write(LEDGER, restarts, Path.of("target/soak"));

        assertThat(LEDGER.violation()).as("violation").isNull();
        assertThat(LEDGER.kept())
                .as("stores of ended requests, of " + LEDGER.sampled())
                .isZero();
        assertThat(left).as("what is left after the last request").isEmpty();
        assertThat(threads).as("threads of applications that are closed").isEmpty();
        assertThat(restarts.loadersLeft())
                .as("class loaders, of " + restarts.loaders())
                .isZero();
        assertThat(LEDGER.hopCount()).isPositive();
        if (minutes >= 10) {
            report.assertThatNothingGrows();
        }
    }

    private void work(List<SoakSide> sides, double minutes) throws Exception {
        SoakClient client = new SoakClient(() -> over);
        List<Thread> threads = new ArrayList<>();
        for (SoakSide side : sides) {
            for (int i = 0; i < side.clients(); i++) {
                threads.add(SoakClient.start("client-" + threads.size(), () -> client.ask(side)));
            }
        }
        threads.add(SoakClient.start("chaos", () -> disturb(sides)));
        threads.add(SoakClient.start("prober", () -> probe(sides)));
        threads.add(SoakClient.start("restarts", () -> restart(client, (long) (minutes * 4000))));
        report.start();
        long end = System.nanoTime() + (long) (minutes * 60e9);
        while (System.nanoTime() < end && LEDGER.violation() == null) {
            Thread.sleep(Math.min(15_000, (long) (minutes * 3000)));
            report.sample(LEDGER, sides);
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Closes all, and tells what was still queued or active though nobody asked any more. */
    private static Set<String> end(List<SoakSide> sides) throws InterruptedException {
        Set<String> left = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            left.clear();
            sides.forEach(side -> left.addAll(left(side)));
            if (left.isEmpty()) {
                break;
            }
            Thread.sleep(100);
        }
        sides.forEach(side -> side.application().close());
        for (int i = 0; i < 50 && LEDGER.kept() > 0; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return left;
    }

    private static Set<String> left(SoakSide side) {
        Set<String> left = new TreeSet<>();
        side.pools().forEach((name, pool) -> {
            int queued = pool.getThreadPoolExecutor().getQueue().size();
            if (queued > 0) {
                left.add(queued + " tasks of " + name + " on " + side.name());
            }
        });
        for (ThreadPoolTaskScheduler scheduler : side.application()
                .context()
                .getBeansOfType(ThreadPoolTaskScheduler.class)
                .values()) {
            int queued = scheduler.getScheduledThreadPoolExecutor().getQueue().size();
            if (queued > 0) {
                left.add(queued + " timers on " + side.name());
            }
        }
        return left;
    }

    private static Set<String> threadsBeside(Set<Thread> before) throws InterruptedException {
        Set<String> beside = Set.of();
        for (int i = 0; i < 100; i++) {
            beside = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread ->
                            !before.contains(thread) && !thread.getName().matches(SHARED_THREADS))
                    .map(Thread::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (beside.isEmpty()) {
                break;
            }
            Thread.sleep(100);
        }
        return beside;
    }

    private static void died(Throwable failure) {
        if ("injected".equals(failure.getMessage())) {
            LEDGER.fault("thread that died");
        } else {
            LEDGER.fault("thread that died of " + failure.getClass().getSimpleName());
        }
    }

    /** Pools change their size and their executor, memory is short, the clock jumps. */
    private void disturb(List<SoakSide> sides) {
        while (!over) {
            for (SoakSide side : sides) {
                ThreadPoolTaskExecutor pool = side.pool("callerRuns");
                int size = 1 + SoakWork.random(3);
                pool.setMaxPoolSize(Math.max(size, 3));
                pool.setCorePoolSize(size);
                LEDGER.fault("pool resized");
            }
            ThreadPoolTaskExecutor swapped =
                    sides.get(SoakWork.random(sides.size())).pool("swapped");
            swapped.shutdown();
            swapped.initialize();
            LEDGER.fault("executor swapped");
            byte[] pressure = new byte[32 << 20];
            LEDGER.fault("memory pressure of " + pressure.length + " bytes");
            SoakWork.pause(100);
            if (SoakWork.random(40) == 0) {
                jump();
            }
        }
    }

    /**
     * Where libfaketime is there, which {@code .ci/soak} sees to, the clock of this process is what its file says. It goes
     * far forward and a little back: Kafka's clients stand still for as long as a clock has gone back.
     */
    private void jump() {
        String file = System.getenv("FAKETIME_TIMESTAMP_FILE");
        if (file != null && !file.isEmpty()) {
            clock += SoakWork.random(10) == 0 ? SoakWork.random(3600) : SoakWork.random(5) - 2;
            try {
                Files.writeString(Path.of(file), (clock < 0 ? "" : "+") + clock + "s\n");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            LEDGER.fault("clock that jumps");
        }
    }

    /**
     * Threads that are back in their pools have nothing, and tasks that are submitted without a store find none, whatever
     * foreign code has left on their threads. What is put into the queue itself comes to a thread without any of us.
     */
    private void probe(List<SoakSide> sides) {
        ExecutorService foreign = Executors.newFixedThreadPool(2);
        ExecutorService propagating = ContextExecutors.propagating(foreign);
        while (!over) {
            foreign.execute(() -> FOREIGN.enterWith("of nobody"));
            propagating.execute(() -> LEDGER.sawNothing("task without a store", FOREIGN.getStore()));
            for (SoakSide side : sides) {
                side.pools().forEach((name, pool) -> {
                    try {
                        Queue<Runnable> bare = pool.getThreadPoolExecutor().getQueue();
                        bare.offer(() -> side.eye().seeNothing("idle thread of " + name));
                        bare.offer(() -> FOREIGN.enterWith("of nobody"));
                        pool.execute(() -> {
                            side.eye().seeNothing("task without a store on " + name);
                            LEDGER.sawNothing("task without a store on " + name, FOREIGN.getStore());
                        });
                    } catch (RuntimeException e) {
                        LEDGER.fault("rejected probe");
                    }
                });
            }
            SoakWork.pause(20);
        }
        foreign.shutdown();
    }

    private void restart(SoakClient client, long pauseMillis) {
        try {
            restarts.run(client, pauseMillis, () -> over);
        } catch (Exception e) {
            LEDGER.violate("an application did not start again: " + e, "nobody");
        }
    }
}
