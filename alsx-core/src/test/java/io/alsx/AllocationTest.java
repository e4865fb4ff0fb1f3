// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the calls that run all the time allocate, in bytes for each call. */
class AllocationTest {

    private static final int CALLS = 10_000;

    private static final int ROUNDS = 30;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final AsyncLocalStorage<String> STORAGE = new AsyncLocalStorage<>();

    private static final AsyncLocalStorage<String> OTHER = new AsyncLocalStorage<>();

    private static final ThrowingFunction<String, String, RuntimeException> SAME = given -> given;

    private static Object sink;

    /** What a frame holds, so that the tests know its size on this virtual machine: 24 bytes on most. */
    private record OfThree(Object first, Object second, Object third) {}

    /** What a bound function holds. */
    private record OfTwo(Object first, Object second) {}

    private double noise;

    private static double bytesPerCall(Runnable calls) {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            calls.run();
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return (double) least / CALLS;
    }

    private double net(Runnable calls) {
        return Math.round(100 * (bytesPerCall(calls) - noise)) / 100.0;
    }

    private static void nothing() {}

    @BeforeEach
    void measureTheMeasuring() {
        noise = bytesPerCall(() -> {});
    }

    private double sizeOfThree() {
        return net(() -> {
            for (int i = 0; i < CALLS; i++) {
                sink = new OfThree(this, this, this);
            }
        });
    }

    private double sizeOfTwo() {
        return net(() -> {
            for (int i = 0; i < CALLS; i++) {
                sink = new OfTwo(this, this);
            }
        });
    }

    @Test
    void measuresObjects() {
        assertThat(sizeOfThree()).isBetween(24.0, 40.0);
        assertThat(sizeOfTwo()).isBetween(16.0, 32.0);
    }

    @Test
    void getStoreIsFreeWhereNothingWasEntered() {
        assertThat(net(AllocationTest::getStores)).isZero();
    }

    @Test
    void getStoreIsFreeWhereAStoreWasEntered() {
        STORAGE.run(
                "A",
                () -> OTHER.run(
                        "B", () -> assertThat(net(AllocationTest::getStores)).isZero()));
    }

    private static void getStores() {
        for (int i = 0; i < CALLS; i++) {
            sink = STORAGE.getStore();
        }
    }

    @Test
    void executionAsyncIdIsFree() {
        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        if (AsyncHooks.executionAsyncId() != 1) {
                            throw new AssertionError();
                        }
                    }
                }))
                .isZero();
    }

    @Test
    void snapshotIsFree() {
        STORAGE.run(
                "A",
                () -> assertThat(net(() -> {
                            for (int i = 0; i < CALLS; i++) {
                                sink = AsyncLocalStorage.snapshot();
                            }
                        }))
                        .isZero());
    }

    @Test
    void runningASnapshotIsFree() {
        Snapshot snapshot = STORAGE.run("A", () -> AsyncLocalStorage.snapshot());

        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        snapshot.run(AllocationTest::nothing);
                        sink = snapshot.run(SAME, "argument");
                    }
                }))
                .isZero();
    }

    @Test
    void runningInAResourceIsFree() {
        AsyncResource resource = new AsyncResource("TEST");

        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        resource.runInAsyncScope(AllocationTest::nothing);
                    }
                }))
                .isZero();
    }

    @Test
    void aResourceIsItselfAndOneFrame() {
        double bytes = net(() -> {
            for (int i = 0; i < CALLS; i++) {
                sink = new AsyncResource("TEST");
            }
        });

        assertThat(bytes).isBetween(sizeOfThree(), 3 * sizeOfThree());
    }

    @Test
    void runIsOneObject() {
        assertAtMostOneFrame(net(AllocationTest::runs));
    }

    @Test
    void runIsOneObjectAlsoInsideAnotherStorage() {
        OTHER.run("B", () -> assertAtMostOneFrame(net(AllocationTest::runs)));
    }

    private static void runs() {
        for (int i = 0; i < CALLS; i++) {
            STORAGE.run("A", AllocationTest::nothing);
            sink = STORAGE.getStore();
        }
    }

    private void assertAtMostOneFrame(double bytes) {
        // fewer where the compiler proves that the frame does not escape from some of the calls
        assertThat(bytes).isBetween(0.0, sizeOfThree());
    }

    @Test
    void exitWithoutADefaultIsFreeWhereNothingWasEntered() {
        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        STORAGE.exit(AllocationTest::nothing);
                    }
                }))
                .isZero();
    }

    @Test
    void bindIsOneObject() {
        STORAGE.run(
                "A",
                () -> assertThat(net(() -> {
                            for (int i = 0; i < CALLS; i++) {
                                sink = AsyncLocalStorage.bind(AllocationTest::nothing);
                            }
                        }))
                        .isEqualTo(sizeOfTwo()));
    }

    @Test
    void aTaskOfAnExecutorIsOneObject() {
        Executor keeping = ContextExecutors.propagating((Executor) task -> sink = task);

        STORAGE.run(
                "A",
                () -> assertThat(net(() -> {
                            for (int i = 0; i < CALLS; i++) {
                                keeping.execute(AllocationTest::nothing);
                            }
                        }))
                        .isEqualTo(sizeOfTwo()));
    }

    @Test
    void runningATaskOfAnExecutorIsFree() {
        AtomicReference<Runnable> task = new AtomicReference<>();
        Executor keeping = ContextExecutors.propagating((Executor) task::set);
        STORAGE.run("A", () -> keeping.execute(AllocationTest::nothing));

        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        task.get().run();
                    }
                }))
                .isZero();
    }

    @Test
    void enteringTheContextThatIsCurrentIsFree() {
        STORAGE.run("A", () -> {
            Snapshot current = AsyncLocalStorage.snapshot();
            assertThat(net(() -> {
                        for (int i = 0; i < CALLS; i++) {
                            current.run(AllocationTest::nothing);
                        }
                    }))
                    .isZero();
        });
    }

    @Test
    void theFirstSnapshotInARunIsFree() {
        assertAtMostOneFrame(net(() -> {
            for (int i = 0; i < CALLS; i++) {
                STORAGE.run("A", AllocationTest::keepSnapshot);
            }
        }));
    }

    private static void keepSnapshot() {
        sink = AsyncLocalStorage.snapshot();
    }

    @Test
    void runningABoundFunctionIsFree() {
        Runnable bound = STORAGE.run("A", () -> AsyncLocalStorage.bind(AllocationTest::nothing));

        assertThat(net(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        bound.run();
                    }
                }))
                .isZero();
    }
}
