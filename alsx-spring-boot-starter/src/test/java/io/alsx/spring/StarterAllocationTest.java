// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStoreFilter;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.AsyncMethodPostProcessor;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.ContextTaskDecorator;
import jakarta.servlet.Filter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;

/** What the starter allocates for each request and each task, in bytes. */
class StarterAllocationTest {

    private static final int CALLS = 1_000;

    private static final int FIRST_CALLS = 50;

    private static final int ROUNDS = 200;

    /** With references of four bytes, as all heaps below 32 GB have them. */
    private static final double BYTES_OF_A_REQUEST = 200;

    private static final double BYTES_OF_AN_ASYNC_CALL = 80;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final AsyncLocalStorage<RequestStore> STORAGE = AsyncLocalStorage.named("request");

    private static final Runnable NOTHING = () -> {};

    private static @Nullable Object sink;

    /** What a bound function holds, so that the tests know its size on this virtual machine. */
    private record OfTwo(Object first, Object second) {}

    @FunctionalInterface
    private interface Code {

        void run() throws Exception;
    }

    /** The least of many rounds: what is added to it in one of them is the work of others, such as the compiler's. */
    private static double bytes(Code code) throws Exception {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                code.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return Math.rint((double) least / CALLS);
    }

    /** Before the compiler knows enough to leave out objects, which it does to another extent on each machine. */
    private static double bytesAtFirst(Code code) throws Exception {
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int call = 0; call < FIRST_CALLS; call++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            code.run();
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    private static double sizeOfTwo() throws Exception {
        return bytes(() -> sink = new OfTwo(STORAGE, STORAGE));
    }

    /** Two contexts of a request, one frame, one scope, what tells of the request, an iterator, and a wrapper around it. */
    @Test
    void aRequestIsItsStoreAndSevenSmallObjects() throws Exception {
        RequestIdPolicy ids = new RequestIdPolicy("X-Request-Id", true, true);
        Filter filter = new RequestStoreFilter(
                new RequestStores(STORAGE, RequestStore::new, List.of(), ids, List.of()),
                true,
                new ContextCarrier(List.of()).bridges());
        StubExchange exchange = new StubExchange("1");

        double request =
                bytesAtFirst(() -> filter.doFilter(exchange.newRequest(), exchange.response(), StubExchange.CHAIN));
        double store = bytesAtFirst(() -> sink = new RequestStore("1", "GET", "/orders"));

        // fewer where other tests have called the filter so often that the compiler leaves some out
        assertThat(request - store).isBetween(0.0, BYTES_OF_A_REQUEST);
    }

    @Test
    void aTaskIsOneBoundFunction() throws Exception {
        TaskDecorator decorator = new ContextTaskDecorator(PeriodicTasks.FRESH);

        STORAGE.run(new RequestStore("1", "GET", "/orders"), () -> {
            assertThat(bytes(() -> sink = decorator.decorate(NOTHING))).isEqualTo(sizeOfTwo());
            return null;
        });
    }

    /** What is submitted, the code that submits it, and a frame while that runs; fewer where the compiler leaves some out. */
    @Test
    void aCallOfAnAsyncMethodIsThreeSmallObjectsMore() throws Exception {
        Asynchronous plain = asynchronous(bean -> bean);
        Asynchronous carrying = asynchronous(bean -> (Asynchronous)
                new AsyncMethodPostProcessor(() -> true, name -> true, () -> new ContextCarrier(List.of()))
                        .postProcessAfterInitialization(bean, "bean"));

        STORAGE.run(new RequestStore("1", "GET", "/orders"), () -> {
            assertThat(bytes(carrying::call) - bytes(plain::call)).isBetween(0.0, BYTES_OF_AN_ASYNC_CALL);
            return null;
        });
    }

    private static Asynchronous asynchronous(UnaryOperator<Asynchronous> carrying) {
        Executor dropping = task -> sink = task;
        ProxyFactory factory = new ProxyFactory((Asynchronous) () -> {});
        factory.addAdvisor(new AsyncAnnotationAdvisor(() -> dropping, null));
        return carrying.apply((Asynchronous) factory.getProxy());
    }

    @FunctionalInterface
    interface Asynchronous {

        @Async
        void call();
    }

    @Test
    void runningATaskIsFree() throws Exception {
        Runnable task = STORAGE.run(
                new RequestStore("1", "GET", "/orders"),
                () -> new ContextTaskDecorator(PeriodicTasks.FRESH).decorate(NOTHING));

        assertThat(bytes(task::run)).isZero();
    }
}
