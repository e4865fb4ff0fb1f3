// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The contract on every kind of executor there is. */
class ContextExecutorsTest {

    @Nested
    class Direct extends ExecutorContract {

        @Override
        Executor newBare() {
            return Runnable::run;
        }

        @Override
        String stale() {
            return null;
        }
    }

    @Nested
    class ThreadPerTask extends ExecutorContract {

        @Override
        Executor newBare() {
            return task -> poisoned.newThread(task).start();
        }
    }

    @Nested
    class ThreadPool extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), poisoned);
        }
    }

    @Nested
    class SingleThread extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return Executors.newSingleThreadExecutor(poisoned);
        }
    }

    @Nested
    class CachedThreadPool extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return Executors.newCachedThreadPool(poisoned);
        }
    }

    @Nested
    class Scheduled extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return Executors.newScheduledThreadPool(2, poisoned);
        }
    }

    @Nested
    class SingleThreadScheduled extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return Executors.newSingleThreadScheduledExecutor(poisoned);
        }
    }

    @Nested
    class ForkJoinOfOne extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return poisonedForkJoinPool(1);
        }
    }

    @Nested
    class ForkJoinOfFour extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return poisonedForkJoinPool(4);
        }
    }

    @Nested
    class CommonPool extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return ForkJoinPool.commonPool();
        }

        @Override
        String stale() {
            return null;
        }
    }

    @Nested
    class WorkStealing extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return Executors.newWorkStealingPool(4);
        }

        @Override
        String stale() {
            return null;
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class VirtualThreads extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return ContextExecutors.unwrap(ContextExecutors.newVirtualThreadPerTaskExecutor());
        }

        @Override
        String stale() {
            return null;
        }
    }

    @Nested
    class UsersOwn extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return new OwnExecutorService(poisoned);
        }
    }

    @Nested
    class ThreadPoolOfPropagatingThreads extends ExecutorServiceContract {

        @Override
        Executor newBare() {
            return storage.run("stale", () -> {
                Executor pool = Executors.newFixedThreadPool(2, ContextExecutors.propagating(poisoned));
                pool.execute(() -> {});
                pool.execute(() -> {});
                return pool;
            });
        }

        @Test
        void showsTasksThatAreSubmittedBareTheStoreOfTheFirst() throws Exception {
            assertThat(Submission.EXECUTE.through(bare, storage::getStore)).isEqualTo("stale");
        }
    }

    @Test
    void keepsTheKindOfAnExecutorThatIsGivenAsLess() {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor();
        try {
            Executor wrapper = ContextExecutors.propagating((Executor) scheduled);
            assertThat(wrapper).isInstanceOf(ScheduledExecutorService.class);
            assertThat(ContextExecutors.propagating((ScheduledExecutorService) wrapper))
                    .isSameAs(wrapper);
        } finally {
            scheduled.shutdownNow();
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void saysWhereThereAreNoVirtualThreads() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(ContextExecutors::newVirtualThreadPerTaskExecutor)
                .withMessageStartingWith("Virtual threads need JDK 21 or later, and this is JDK 17.");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.propagating((Executor) null));
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.propagating((ExecutorService) null));
        assertThatNullPointerException()
                .isThrownBy(() -> ContextExecutors.propagating((ScheduledExecutorService) null));
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.unwrap((Executor) null));
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.unwrap((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.unwrap((Callable<?>) null));
        assertThatNullPointerException().isThrownBy(() -> ContextExecutors.isPropagating(null));
    }

    @Test
    void wrapsTasksForExecutorsThatAreNotWrapped() throws Exception {
        AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();
        List<String> seen = new ArrayList<>();
        Runnable task = () -> seen.add(storage.getStore());
        Runnable wrapped = storage.run("a", () -> ContextExecutors.wrap(task));
        Callable<String> call = storage.run("b", () -> ContextExecutors.wrap((Callable<String>) storage::getStore));

        storage.run("other", wrapped);

        assertThat(seen).containsExactly("a");
        assertThat(call.call()).isEqualTo("b");
        assertThat(wrapped).hasToString(task.toString());
        assertThat(ContextExecutors.unwrap(wrapped)).isSameAs(task);
    }

    @Test
    void wrapsTasksThatAreResourcesUntilTheirOnlyRun() {
        List<String> events = new CopyOnWriteArrayList<>();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                events.add("init " + type);
            }

            @Override
            public void destroy(long asyncId) {
                events.add("destroy");
            }
        });
        hook.enable();
        try {
            ContextExecutors.wrap(() -> {
                        events.add("run " + AsyncHooks.executionAsyncResource().type());
                    })
                    .run();
        } finally {
            hook.disable();
        }
        assertThat(events).containsExactly("init ExecutorTask", "run ExecutorTask", "destroy");
    }

    @Test
    void unwrapsTasksOfAnyLayer() {
        List<Runnable> handed = new ArrayList<>();
        Executor inner = ContextExecutors.propagating((Executor) handed::add);
        Executor outer = ContextExecutors.propagating((Executor) task -> inner.execute(task));
        Runnable given = new FutureTask<>(() -> "done");
        outer.execute(given);

        assertThat(handed).hasSize(1).doesNotContain(given);
        assertThat(ContextExecutors.unwrap(handed.get(0))).isSameAs(given);
        assertThat(ContextExecutors.unwrap(given)).isSameAs(given);
        Callable<String> callable = () -> "done";
        assertThat(ContextExecutors.unwrap(ContextTask.once(callable, "TEST"))).isSameAs(callable);
        assertThat(ContextExecutors.unwrap(callable)).isSameAs(callable);
    }

    /** A queue and one worker, and all the rest as the JDK's base class has it. */
    private static final class OwnExecutorService extends AbstractExecutorService {

        private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

        private final CountDownLatch terminated = new CountDownLatch(1);

        private final Thread worker;

        private volatile boolean shutdown;

        OwnExecutorService(ThreadFactory threads) {
            worker = threads.newThread(this::work);
            worker.start();
        }

        private void work() {
            while (!shutdown || !queue.isEmpty()) {
                try {
                    queue.take().run();
                } catch (InterruptedException shutdownMeanwhile) {
                    // the condition tells
                }
            }
            terminated.countDown();
        }

        @Override
        public void execute(Runnable command) {
            Objects.requireNonNull(command);
            if (shutdown) {
                throw new RejectedExecutionException("shut down");
            }
            queue.add(command);
        }

        @Override
        public void shutdown() {
            shutdown = true;
            queue.add(() -> {});
        }

        @Override
        public List<Runnable> shutdownNow() {
            List<Runnable> neverRun = new ArrayList<>();
            queue.drainTo(neverRun);
            shutdown();
            worker.interrupt();
            return terminated.getCount() == 0 ? List.of() : neverRun;
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return terminated.getCount() == 0;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return terminated.await(timeout, unit);
        }
    }
}
