// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An executor of the application's is asked how it names its threads, in a getter that may wait for a lock. */
class SlowExecutorNameTest {

    private final ExecutorThreads threads = new ExecutorThreads();

    private final CountDownLatch asked = new CountDownLatch(1);

    private final CountDownLatch othersServed = new CountDownLatch(1);

    private final AtomicBoolean held = new AtomicBoolean(true);

    @Test
    void holdsUpNobodyWhoAsksForAnother() throws InterruptedException {
        Thread waiting = new Thread(() -> threads.isOneOf(new SlowExecutor()));
        waiting.start();
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.isOneOf(new NamedExecutor())).isEqualTo(ExecutorThreads.Answer.NO);
        othersServed.countDown();
        waiting.join();
        assertThat(held).isFalse();
    }

    /** Does not say how it names its threads before others have been served, or ten seconds have gone. */
    public final class SlowExecutor implements Executor {

        public String getThreadNamePrefix() {
            asked.countDown();
            try {
                held.set(!othersServed.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "slow-";
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    /** Says it at once. */
    public static final class NamedExecutor implements Executor {

        public String getThreadNamePrefix() {
            return "quick-";
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
