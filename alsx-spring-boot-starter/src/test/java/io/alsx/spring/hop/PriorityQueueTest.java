// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alsx.PeriodicTasks;
import io.alsx.spring.ContextBridge;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Tasks that compare, in the queue of a pool whose only worker is busy, with bridges and without. */
class PriorityQueueTest {

    private static final ThreadLocal<@Nullable String> LOCAL = new ThreadLocal<>();

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final CountDownLatch free = new CountDownLatch(1);

    private final Pool pool = new Pool();

    @AfterEach
    void stop() {
        free.countDown();
        pool.shutdown();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void runsThemInTheirOrder(boolean decorated, boolean hopping) throws Exception {
        submit(executor(decorated, hopping));
        boolean carried = decorated || hopping;
        for (int rank = 1; rank <= 3; rank++) {
            assertThat(next()).isEqualTo(carried ? rank + " of user " + rank : "" + rank);
        }
    }

    @Test
    void runsThemInTheirOrderWithoutBridges() throws Exception {
        pool.setTaskDecorator(new ContextTaskDecorator(PeriodicTasks.FRESH));
        submit(pool);
        assertThat(next()).isEqualTo("1");
        assertThat(next()).isEqualTo("2");
        assertThat(next()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesWhatDoesNotCompare(boolean hopping) {
        Executor executor = executor(!hopping, hopping);
        occupy();
        assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> {
            executor.execute(() -> {});
            executor.execute(() -> {});
        });
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void namesThemInTheQueue(boolean decorated, boolean hopping) {
        Executor executor = executor(decorated, hopping);
        occupy();
        Ranked task = new Ranked(1, () -> {});
        executor.execute(task);
        assertThat(pool.getThreadPoolExecutor().getQueue()).singleElement().hasToString(task.toString());
    }

    private Executor executor(boolean decorated, boolean hopping) {
        ContextCarrier carrier = new ContextCarrier(List.of(ContextBridge.of(LOCAL)));
        if (decorated) {
            pool.setTaskDecorator(new ContextTaskDecorator(PeriodicTasks.FRESH, carrier));
        }
        return hopping ? new ContextExecutor(pool, carrier) : pool;
    }

    private void submit(Executor executor) {
        occupy();
        for (int rank : new int[] {2, 3, 1}) {
            LOCAL.set("user " + rank);
            executor.execute(new Ranked(
                    rank, () -> seen.add(rank + (LOCAL.get() == null ? "" : " of " + LOCAL.get()))));
            LOCAL.remove();
        }
        free.countDown();
    }

    /** It gets this one itself, and never puts it in the queue. */
    private void occupy() {
        pool.initialize();
        pool.getThreadPoolExecutor().execute(new Ranked(0, () -> {
            try {
                free.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private @Nullable String next() throws InterruptedException {
        return seen.poll(60, TimeUnit.SECONDS);
    }

    record Ranked(int rank, Runnable code) implements Runnable, Comparable<Ranked> {

        @Override
        public void run() {
            code.run();
        }

        @Override
        public int compareTo(Ranked other) {
            return Integer.compare(rank, other.rank);
        }
    }

    private static final class Pool extends ThreadPoolTaskExecutor {

        Pool() {
            setCorePoolSize(1);
            setMaxPoolSize(1);
        }

        @Override
        protected BlockingQueue<Runnable> createQueue(int capacity) {
            return new PriorityBlockingQueue<>();
        }
    }
}
