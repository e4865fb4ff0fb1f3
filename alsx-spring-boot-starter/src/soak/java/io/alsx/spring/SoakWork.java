// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.SoakApplication.LEDGER;
import static io.alsx.spring.SoakApplication.NOISE;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextFutures;
import io.alsx.Scope;
import io.alsx.spring.SoakApplication.Eye;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes the work of a request over every kind of hop, and does harm on the way. */
@Import(SoakWorkers.class)
class SoakWork {

    private static final int HOPS = 64;

    private final Eye eye;

    private final SoakWorkers workers;

    private final AsyncTaskExecutor applicationTaskExecutor;

    private final ThreadPoolTaskExecutor callerRuns;

    private final ThreadPoolTaskExecutor aborting;

    private final ThreadPoolTaskExecutor discarding;

    private final ThreadPoolTaskExecutor discardingOldest;

    private final SimpleAsyncTaskExecutor fresh;

    private final ExecutorService propagating;

    private final TaskScheduler taskScheduler;

    private final ApplicationEventPublisher events;

    SoakWork(
            Eye eye,
            SoakWorkers workers,
            AsyncTaskExecutor applicationTaskExecutor,
            ThreadPoolTaskExecutor callerRuns,
            ThreadPoolTaskExecutor aborting,
            ThreadPoolTaskExecutor discarding,
            ThreadPoolTaskExecutor discardingOldest,
            SimpleAsyncTaskExecutor fresh,
            ExecutorService propagating,
            TaskScheduler taskScheduler,
            ApplicationEventPublisher events) {
        this.eye = eye;
        this.workers = workers;
        this.applicationTaskExecutor = applicationTaskExecutor;
        this.callerRuns = callerRuns;
        this.aborting = aborting;
        this.discarding = discarding;
        this.discardingOldest = discardingOldest;
        this.fresh = fresh;
        this.propagating = propagating;
        this.taskScheduler = taskScheduler;
        this.events = events;
    }

    /** Some hops, at random, and some more from within them. Completes when all of them have, also those that fail. */
    CompletableFuture<Void> work(String id) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < HOPS; i++) {
            all.add(hop(id).exceptionally(failure -> null));
        }
        eye.see("after submitting", id);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> hop(String id) {
        return switch (random(21)) {
            case 0 -> workers.onApplicationExecutor(id);
            case 1 -> workers.onCallerRuns(id);
            case 2 -> rejected(() -> workers.onAborting(id));
            case 3 -> workers.onFresh(id);
            case 4 -> workers.onPlain(id);
            case 5 -> submitted("propagating", id, propagating);
            case 6 -> stages(id);
            case 7 -> scheduled(id);
            case 8 -> published(id);
            case 9 -> reactive(id);
            case 10 -> cancelled(id);
            case 11 -> interrupted(id);
            case 12 -> dead(id);
            case 13 -> discarded(id);
            case 14 -> nested(id);
            case 15 -> misused(id);
            case 16 -> disabled(id);
            case 17 -> rejected(() -> workers.onSwapped(id));
            case 18 -> ends(id);
            case 19 -> thrown(id);
            default -> shutDown(id);
        };
    }

    private CompletableFuture<?> submitted(String where, String id, ExecutorService executor) {
        return tracked(
                id,
                done -> executor.execute(() -> {
                    try (done) {
                        eye.see(where, id);
                    }
                }));
    }

    private CompletableFuture<?> stages(String id) {
        return ContextFutures.supplyAsync(() -> id, applicationTaskExecutor)
                .thenApplyAsync(
                        same -> {
                            eye.see("stage", id);
                            if (random(5) == 0) {
                                LEDGER.fault("exception in a stage");
                                throw new IllegalStateException("injected");
                            }
                            return same;
                        },
                        callerRuns)
                .handle((same, failure) -> {
                    eye.see("last stage", id);
                    return same;
                });
    }

    private CompletableFuture<?> scheduled(String id) {
        return tracked(
                id,
                done -> taskScheduler.schedule(
                        () -> {
                            try (done) {
                                eye.see("scheduled", id);
                            }
                        },
                        Instant.now().plusMillis(random(3))));
    }

    private CompletableFuture<?> published(String id) {
        events.publishEvent(new SoakWorkers.Happened(id));
        return CompletableFuture.completedFuture(id);
    }

    private CompletableFuture<?> reactive(String id) {
        return ContextPublishers.bind(Flux.range(0, 4)
                        .flatMap(i -> Mono.deferContextual(view -> {
                                    ContextPublishers.snapshot(view).run(() -> eye.see("reactor", id));
                                    return Mono.delay(Duration.ofNanos(1), Schedulers.parallel());
                                })
                                .subscribeOn(Schedulers.boundedElastic()))
                        .then())
                .toFuture();
    }

    private CompletableFuture<?> cancelled(String id) {
        LEDGER.fault("cancelled future");
        Future<?> future = fresh.submit(() -> eye.see("to be cancelled", id));
        future.cancel(true);
        eye.see("after cancelling", id);
        return CompletableFuture.completedFuture(id);
    }

    private CompletableFuture<?> interrupted(String id) {
        return tracked(
                id,
                done -> fresh.execute(() -> {
                    try (done) {
                        LEDGER.fault("interrupted thread");
                        Thread.currentThread().interrupt();
                        eye.see("interrupted", id);
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        eye.see("after the interruption", id);
                    }
                }));
    }

    private CompletableFuture<?> dead(String id) {
        return tracked(id, done -> {
            Future<?> future = callerRuns.submit(() -> {
                try (done) {
                    eye.see("dying", id);
                    LEDGER.fault("error of a task");
                    throw new AssertionError("injected");
                }
            });
        });
    }

    /** What is thrown leaves the store where it was entered. */
    private CompletableFuture<?> thrown(String id) {
        String outside = NOISE.getStore();
        try {
            NOISE.run("thrown", () -> {
                eye.see("before an exception", id);
                throw new IllegalStateException("injected");
            });
        } catch (IllegalStateException e) {
            LEDGER.fault("exception of what runs in a store");
        }
        eye.see("after an exception", id);
        expect(id, outside, NOISE.getStore());
        return CompletableFuture.completedFuture(id);
    }

    /** A thread of a pool ends of it. */
    private CompletableFuture<?> ends(String id) {
        return tracked(
                id,
                done -> callerRuns.execute(() -> {
                    try (done) {
                        eye.see("at the end of a thread", id);
                        if (Thread.currentThread().getName().startsWith("caller-runs-")) {
                            throw new StackOverflowError("injected");
                        }
                    }
                }));
    }

    /** Whether and when it runs is up to the policy. */
    private CompletableFuture<?> discarded(String id) {
        LEDGER.fault("task that may be discarded");
        (random(2) == 0 ? discarding : discardingOldest).execute(() -> {
            eye.see("not discarded", id);
            sleep();
        });
        return CompletableFuture.completedFuture(id);
    }

    private CompletableFuture<?> rejected(Supplier<CompletableFuture<?>> submission) {
        try {
            return submission.get();
        } catch (TaskRejectedException e) {
            LEDGER.fault("rejected task");
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<?> nested(String id) {
        return tracked(
                id,
                done -> callerRuns.execute(() -> {
                    eye.see("outer", id);
                    String outside = NOISE.getStore();
                    NOISE.run(
                            "inner",
                            () -> applicationTaskExecutor.execute(() -> {
                                try (done) {
                                    eye.see("inner", id);
                                    expect(id, "inner", NOISE.getStore());
                                }
                            }));
                    expect(id, outside, NOISE.getStore());
                }));
    }

    /** Scopes that are never closed, closed twice, out of order, and on another thread; stores that are never taken back. */
    private CompletableFuture<?> misused(String id) {
        return tracked(
                id,
                done -> callerRuns.execute(() -> {
                    try (done) {
                        LEDGER.fault("misused scope");
                        NOISE.enterWith("never undone");
                        Scope first = NOISE.withScope("first");
                        Scope second = NOISE.withScope("second");
                        first.close();
                        if (random(2) == 0) {
                            first.close();
                        } else {
                            fresh.execute(second::close);
                        }
                        eye.see("misused", id);
                        if (random(2) == 0) {
                            throw new IllegalStateException("injected");
                        }
                    }
                }));
    }

    /** A storage of its own, which is switched off while tasks of it are under way. */
    private CompletableFuture<?> disabled(String id) {
        AsyncLocalStorage<String> own = AsyncLocalStorage.named("own");
        return own.run(
                id,
                () -> tracked(id, done -> {
                    fresh.execute(() -> {
                        try (done) {
                            eye.see("disabled", id);
                            String store = own.getStore();
                            if (store != null && !store.equals(id)) {
                                LEDGER.violate("a storage of " + id + " has " + store, id);
                            }
                        }
                    });
                    LEDGER.fault("storage disabled in mid-flight");
                    own.disable();
                }));
    }

    /** An executor that ends while it has work. */
    private CompletableFuture<?> shutDown(String id) {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(1);
        pool.setTaskDecorator(AsyncLocalStorage::bind);
        pool.initialize();
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> eye.see("before the shutdown", id));
        }
        LEDGER.fault("executor shut down");
        pool.getThreadPoolExecutor().shutdownNow();
        try {
            pool.execute(() -> eye.see("after the shutdown", id));
        } catch (RejectedExecutionException e) {
            eye.see("rejected", id);
        }
        return CompletableFuture.completedFuture(id);
    }

    private interface Submission {

        void submit(Done done);
    }

    /** Work that keeps its request from being over. */
    private static CompletableFuture<?> tracked(String id, Submission submission) {
        CompletableFuture<String> future = new CompletableFuture<>();
        LEDGER.fork(id);
        Done done = () -> {
            LEDGER.join(id);
            future.complete(id);
        };
        try {
            submission.submit(done);
        } catch (RejectedExecutionException e) {
            LEDGER.fault("rejected task");
            done.close();
        }
        return future.orTimeout(60, TimeUnit.SECONDS);
    }

    private interface Done extends AutoCloseable {

        @Override
        void close();
    }

    private static void expect(String id, String expected, String found) {
        if (!Objects.equals(expected, found)) {
            LEDGER.violate("expected " + expected + " and found " + found, id);
        }
    }

    static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    static void sleep() {
        pause(1);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
