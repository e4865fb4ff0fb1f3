// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parallel streams split on threads that know no submission, so that each function has to be bound. */
class ParallelStreamTest {

    private static final int ELEMENTS = 2000;

    /** How many threads the common pool offers beside the calling one is the machine's business. */
    private static final int THREADS_WITH_COMMON_POOL = Runtime.getRuntime().availableProcessors() > 1 ? 2 : 1;

    private final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private ForkJoinPool pool;

    @AfterEach
    void stop() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    private record Seen(Thread thread, String store) {}

    /** Lets no element end before so many threads have begun one. */
    private IntFunction<Seen> seeingOn(int atLeast) {
        CountDownLatch missing = new CountDownLatch(atLeast);
        return element -> {
            if (threads.add(Thread.currentThread())) {
                missing.countDown();
            }
            await(missing);
            return new Seen(Thread.currentThread(), storage.getStore());
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Submission.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Integer> elements() {
        return IntStream.range(0, ELEMENTS).parallel().boxed();
    }

    private List<String> storesOfWorkers(ForkJoinPool workers, int count) throws Exception {
        CyclicBarrier together = new CyclicBarrier(count);
        List<Future<String>> stores = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stores.add(workers.submit(() -> {
                together.await(Submission.SECONDS, TimeUnit.SECONDS);
                return String.valueOf(storage.getStore());
            }));
        }
        List<String> found = new ArrayList<>();
        for (Future<String> store : stores) {
            found.add(Submission.get(store));
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void boundFunctionsSeeTheStoreOnEveryThreadOfAPool(int parallelism) throws Exception {
        pool = new ForkJoinPool(parallelism);
        IntFunction<Seen> seeing = seeingOn(Math.min(parallelism, 2));
        Function<Integer, Seen> bound = storage.run("A", () -> AsyncLocalStorage.bindFunction(seeing::apply));
        Predicate<Seen> boundTest = storage.run(
                "B",
                () -> AsyncLocalStorage.bindPredicate(seen -> {
                    boolean inB = "B".equals(storage.getStore());
                    storage.enterWith("left behind");
                    return inB;
                }));

        List<Seen> seen = Submission.get(
                pool.submit(() -> elements().map(bound).filter(boundTest).toList()));

        assertThat(seen).hasSize(ELEMENTS).extracting(Seen::store).containsOnly("A");
        assertThat(threads).hasSizeGreaterThanOrEqualTo(Math.min(parallelism, 2));
        assertThat(storesOfWorkers(pool, parallelism)).containsOnly("null");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void unboundFunctionsSeeNothingInAPool(int parallelism) throws Exception {
        pool = new ForkJoinPool(parallelism);
        IntFunction<Seen> seeing = seeingOn(Math.min(parallelism, 2));
        Callable<List<Seen>> stream = () -> elements().map(seeing::apply).toList();

        List<Seen> seen = Submission.get(storage.run("A", () -> pool.submit(stream)));

        assertThat(seen).hasSize(ELEMENTS).extracting(Seen::store).containsOnlyNulls();
    }

    @Test
    void aPropagatingPoolCarriesToTheThreadOfTheTaskOnly() throws Exception {
        pool = new ForkJoinPool(4);
        ExecutorService propagating = ContextExecutors.propagating((ExecutorService) pool);
        IntFunction<Seen> seeing = seeingOn(2);
        List<Thread> own = new ArrayList<>();
        Callable<List<Seen>> stream = () -> {
            own.add(Thread.currentThread());
            return elements().map(seeing::apply).toList();
        };

        List<Seen> seen = Submission.get(storage.run("A", () -> propagating.submit(stream)));

        assertThat(seen).allMatch(one -> own.contains(one.thread()) ? "A".equals(one.store()) : one.store() == null);
        assertThat(seen).anyMatch(one -> one.store() == null);
        assertThat(storesOfWorkers(pool, 4)).containsOnly("null");
    }

    @Test
    void anUnboundFunctionSeesNothingOfABoundOneBeforeIt() throws Exception {
        pool = new ForkJoinPool(4);
        Function<Integer, String> bound = storage.run(
                "A",
                () -> AsyncLocalStorage.bindFunction(element -> {
                    storage.enterWith("left behind");
                    return storage.getStore();
                }));

        List<String> seen = Submission.get(pool.submit(() -> elements()
                .map(bound)
                .map(before -> before + ", then " + storage.getStore())
                .toList()));

        assertThat(seen).hasSize(ELEMENTS).containsOnly("left behind, then null");
    }

    @Test
    void boundFunctionsSeeTheStoreOnTheCommonPoolAndTheCallingThread() throws Exception {
        IntFunction<Seen> seeing = seeingOn(THREADS_WITH_COMMON_POOL);
        Function<Integer, Seen> bound = storage.run("A", () -> AsyncLocalStorage.bindFunction(seeing::apply));
        Predicate<Seen> boundTest =
                storage.run("B", () -> AsyncLocalStorage.bindPredicate(seen -> "B".equals(storage.getStore())));

        List<Seen> seen =
                storage.run("C", () -> elements().map(bound).filter(boundTest).toList());

        assertThat(seen).hasSize(ELEMENTS).extracting(Seen::store).containsOnly("A");
        assertThat(threads).contains(Thread.currentThread()).hasSizeGreaterThanOrEqualTo(THREADS_WITH_COMMON_POOL);
        assumeTrue(THREADS_WITH_COMMON_POOL > 1);
        assertThat(storesOfWorkers(ForkJoinPool.commonPool(), ForkJoinPool.getCommonPoolParallelism()))
                .containsOnly("null");
    }

    @Test
    void unboundFunctionsSeeTheStoreOnTheCallingThreadOnly() {
        IntFunction<Seen> seeing = seeingOn(THREADS_WITH_COMMON_POOL);

        List<Seen> seen = storage.run("A", () -> elements().map(seeing::apply).toList());

        assertThat(seen)
                .hasSize(ELEMENTS)
                .allMatch(
                        one -> one.thread() == Thread.currentThread() ? "A".equals(one.store()) : one.store() == null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void recursiveTasksSeeTheSnapshotTheyComputeIn(int parallelism) throws Exception {
        pool = new ForkJoinPool(parallelism);
        Tree inA = storage.run("A", () -> new Tree(0, ELEMENTS, AsyncLocalStorage.snapshot()));
        Tree inB = storage.run("B", () -> new Tree(0, ELEMENTS, AsyncLocalStorage.snapshot()));
        Tree inNone = new Tree(0, ELEMENTS, AsyncLocalStorage.snapshot());

        pool.execute(inA);
        pool.execute(inB);
        pool.execute(inNone);

        assertThat(Submission.get(inA)).containsExactly("A");
        assertThat(Submission.get(inB)).containsExactly("B");
        assertThat(Submission.get(inNone)).containsExactly("null");
        assertThat(storesOfWorkers(pool, parallelism)).containsOnly("null");
    }

    /** Splits until nothing is left, and collects what is seen before, between and after, while others' tasks help. */
    private final class Tree extends RecursiveTask<Set<String>> {

        private final int from;

        private final int to;

        private final Snapshot snapshot;

        Tree(int from, int to, Snapshot snapshot) {
            this.from = from;
            this.to = to;
            this.snapshot = snapshot;
        }

        @Override
        protected Set<String> compute() {
            return snapshot.run(this::computeInContext);
        }

        private Set<String> computeInContext() {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            see(seen);
            if (to - from > 1) {
                int middle = (from + to) / 2;
                Tree lower = new Tree(from, middle, snapshot);
                lower.fork();
                seen.addAll(new Tree(middle, to, snapshot).compute());
                see(seen);
                seen.addAll(lower.join());
                see(seen);
            }
            storage.enterWith("left behind");
            return seen;
        }

        private void see(Set<String> seen) {
            seen.add(String.valueOf(storage.getStore()));
        }
    }
}
