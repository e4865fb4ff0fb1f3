// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bench;

import io.alsx.AsyncLocalStorage;
import io.alsx.PeriodicTasks;
import io.alsx.spring.RequestStore;
import io.alsx.spring.bridge.MdcBridge;
import io.alsx.spring.bridge.MdcKey;
import io.alsx.spring.hop.ContextTaskDecorator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.slf4j.MDC;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** The hop of decorated tasks to a thread that has no store, from one with as many stores as Spring's has accessors. */
public class TaskDecoratorBenchmark extends Measured {

    private static final int TASKS = 1000;

    private static final RequestStore STORE = new RequestStore("1", "GET", "/orders");

    private static final Runnable WITH_MDC = () -> {
        MDC.put("requestId", STORE.requestId());
        nothing();
        MDC.remove("requestId");
    };

    private final AsyncLocalStorage<RequestStore> storage = new AsyncLocalStorage<>();

    private final TaskDecorator alsx = new ContextTaskDecorator(PeriodicTasks.FRESH);

    private final ContextRegistry registry = new ContextRegistry();

    private final TaskDecorator micrometer = new ContextPropagatingTaskDecorator(
            ContextSnapshotFactory.builder().contextRegistry(registry).build());

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    private MdcBridge bridge;

    @Param({"1", "4", "16"})
    public int accessors;

    @Setup
    public void enter(BenchmarkParams benchmark) {
        if (benchmark.getBenchmark().endsWith("alsxWithMdc")) {
            bridge = new MdcBridge(storage, List.of(MdcKey.REQUEST_ID));
        }
        if (benchmark.getBenchmark().endsWith("micrometer")) {
            for (int i = 0; i < accessors; i++) {
                ThreadLocal<Object> store = new ThreadLocal<>();
                registry.registerThreadLocalAccessor("store" + i, store);
                store.set(new Object());
            }
        } else {
            storage.enterWith(STORE);
            for (int i = 1; i < accessors; i++) {
                new AsyncLocalStorage<>().enterWith(new Object());
            }
        }
    }

    @TearDown
    public void leave() {
        pool.shutdown();
        if (bridge != null) {
            bridge.destroy();
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public static void nothing() {}

    private void hop(TaskDecorator decorator) throws ExecutionException, InterruptedException {
        for (int i = 1; i < TASKS; i++) {
            pool.execute(decorator.decorate(TaskDecoratorBenchmark::nothing));
        }
        pool.submit(TaskDecoratorBenchmark::nothing).get();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void core() throws ExecutionException, InterruptedException {
        hop(AsyncLocalStorage::bind);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void alsx() throws ExecutionException, InterruptedException {
        hop(alsx);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void alsxWithMdc() throws ExecutionException, InterruptedException {
        hop(alsx);
    }

    /** What the logging context itself asks for, without anything that carries it. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void coreAndMdc() throws ExecutionException, InterruptedException {
        hop(task -> AsyncLocalStorage.bind(WITH_MDC));
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void micrometer() throws ExecutionException, InterruptedException {
        hop(micrometer);
    }
}
