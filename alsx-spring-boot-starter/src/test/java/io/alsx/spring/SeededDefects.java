// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.ContextFutures;
import io.alsx.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Code with a mistake each, as applications have it, and the same without. All of it runs with a store of {@link #USER}. */
final class SeededDefects {

    static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    private final RunningApplication application;

    SeededDefects(RunningApplication application) {
        this.application = application;
    }

    /** Code that tells on the way what it saw, so that it can be waited for. */
    @FunctionalInterface
    interface Code {

        void run(CompletableFuture<Object> end) throws Exception;
    }

    /**
     * A mistake.
     *
     * @param name what is wrong
     * @param wrong the code
     * @param right the code without the mistake
     * @param report what has to be told of it
     */
    record Defect(String name, Code wrong, Code right, List<String> report) {

        @Override
        public String toString() {
            return name;
        }
    }

    List<Defect> all() {
        return List.of(
                lost(
                        "runAsync without an executor",
                        end -> CompletableFuture.runAsync(reading(end)),
                        end -> ContextFutures.runAsync(reading(end)),
                        "the common pool",
                        "ContextFutures.supplyAsync"),
                lost(
                        "a task for the common pool",
                        end -> ForkJoinPool.commonPool().execute(reading(end)),
                        end -> ForkJoinPool.commonPool().execute(AsyncLocalStorage.bind(reading(end))),
                        "the common pool",
                        "ContextFutures"),
                lost(
                        "a thread that is started by hand",
                        end -> new Thread(reading(end), "by hand").start(),
                        end -> ContextExecutors.propagating(Executors.defaultThreadFactory())
                                .newThread(reading(end))
                                .start(),
                        "thread 'by hand' of no executor",
                        "propagating(threadFactory)"),
                lost(
                        "a timer",
                        end -> timer(reading(end)),
                        end -> timer(AsyncLocalStorage.bind(reading(end))),
                        "of no executor",
                        "AsyncLocalStorage.bind"),
                onBean("fixed", "executor 'fixed'"),
                onBean("scheduled", "executor 'scheduled'"),
                onBean("forkJoin", "executor 'forkJoin'"),
                onBean("single", "'single'"),
                lost(
                        "a delay on a scheduler of the JDK",
                        end -> bean("scheduled", ScheduledExecutorService.class)
                                .schedule(reading(end), 1, TimeUnit.MILLISECONDS),
                        end -> ContextExecutors.propagating(bean("scheduled", ScheduledExecutorService.class))
                                .schedule(reading(end), 1, TimeUnit.MILLISECONDS),
                        "executor 'scheduled'",
                        "takes no task decorator"),
                lost(
                        "an executor that is excluded",
                        end -> bean("excluded", Executor.class).execute(reading(end)),
                        end -> bean("excluded", Executor.class).execute(AsyncLocalStorage.bind(reading(end))),
                        "executor 'excluded'",
                        "alsx.executors.exclude"),
                lost(
                        "a pool inside of a library",
                        end -> LIBRARY.execute(reading(end)),
                        end -> ContextExecutors.propagating(LIBRARY).execute(reading(end)),
                        "a pool that is no bean",
                        "AsyncLocalStorage.bind"),
                lost(
                        "a stage that runs where someone else completes the future",
                        end -> completedElsewhere().thenAccept(ignored -> end.complete(USER.getStore())),
                        end -> ContextFutures.follow(completedElsewhere())
                                .thenAccept(ignored -> end.complete(USER.getStore())),
                        "of no executor",
                        "bind what it runs"),
                lost(
                        "a callback of an HTTP client",
                        end -> sent().whenComplete(
                                        (response, failure) -> end.complete(String.valueOf(USER.getStore()))),
                        end -> sent().whenComplete(AsyncLocalStorage.bindBiConsumer(
                                (response, failure) -> end.complete(String.valueOf(USER.getStore())))),
                        "on thread '",
                        "bind"),
                lost(
                        "a publisher that is subscribed to elsewhere",
                        end -> Mono.fromRunnable(reading(end))
                                .subscribeOn(Schedulers.boundedElastic())
                                .subscribe(),
                        end -> Mono.fromRunnable(AsyncLocalStorage.bind(reading(end)))
                                .subscribeOn(Schedulers.boundedElastic())
                                .subscribe(),
                        "of Reactor",
                        "alsx.reactor.automatic"),
                misused(
                        "a scope that a task leaves open",
                        end -> pool().execute(() -> {
                            USER.withScope("left");
                            end.complete("");
                        }),
                        end -> pool().execute(() -> {
                            try (Scope scope = USER.withScope("left")) {
                                end.complete("");
                            }
                        }),
                        "was never closed"),
                misused(
                        "a scope that is closed twice",
                        end -> pool().execute(() -> {
                            Scope scope = USER.withScope("twice");
                            scope.close();
                            scope.close();
                            end.complete("");
                        }),
                        end -> pool().execute(() -> {
                            USER.withScope("once").close();
                            end.complete("");
                        }),
                        "was closed again"),
                misused(
                        "a scope that is closed on another thread",
                        end -> {
                            Scope scope = USER.withScope("elsewhere");
                            pool().execute(() -> {
                                scope.close();
                                end.complete("");
                            });
                            end.join();
                            scope.close();
                        },
                        end -> {
                            try (Scope scope = USER.withScope("here")) {
                                pool().execute(() -> end.complete(""));
                                end.join();
                            }
                        },
                        "was closed on another thread"),
                misused(
                        "scopes that are closed out of order",
                        end -> pool().execute(() -> {
                            Scope outer = USER.withScope("outer");
                            Scope inner = USER.withScope("inner");
                            outer.close();
                            inner.close();
                            end.complete("");
                        }),
                        end -> pool().execute(() -> {
                            try (Scope outer = USER.withScope("outer");
                                    Scope inner = USER.withScope("inner")) {
                                end.complete("");
                            }
                        }),
                        "was closed before one that was opened later"),
                misused(
                        "a store that is entered for good on a thread of a pool",
                        end -> bean("fixed", Executor.class).execute(() -> {
                            USER.enterWith("for good");
                            end.complete("");
                        }),
                        end -> bean("fixed", Executor.class)
                                .execute(() -> USER.run("for a while", () -> end.complete(""))),
                        "nothing around it"),
                misused(
                        "a scope on a bare pool thread that nobody closes",
                        end -> bean("fixed", Executor.class).execute(() -> {
                            Scope outer = USER.withScope("outer");
                            USER.withScope("forgotten");
                            outer.close();
                            end.complete("");
                        }),
                        end -> bean("fixed", Executor.class).execute(() -> {
                            try (Scope scope = USER.withScope("closed")) {
                                end.complete("");
                            }
                        }),
                        "was closed before"));
    }

    private static final ExecutorService LIBRARY = Executors.newFixedThreadPool(1, task -> {
        Thread thread = new Thread(task, "library");
        thread.setDaemon(true);
        return thread;
    });

    private Defect onBean(String name, String owner) {
        return lost(
                "a task for the executor '" + name + "' of the JDK",
                end -> bean(name, Executor.class).execute(reading(end)),
                end -> ContextExecutors.propagating(bean(name, Executor.class)).execute(reading(end)),
                owner,
                "propagating(executor)");
    }

    private static Defect lost(String name, Code wrong, Code right, String owner, String remedy) {
        return new Defect(name, wrong, right, List.of("'user'", owner, remedy, SeededDefects.class.getName()));
    }

    private static Defect misused(String name, Code wrong, Code right, String what) {
        return new Defect(name, wrong, right, List.of(what, SeededDefects.class.getName()));
    }

    private static Runnable reading(CompletableFuture<Object> end) {
        return () -> end.complete(String.valueOf(USER.getStore()));
    }

    private static void timer(Runnable task) {
        new Timer(true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                task.run();
                            }
                        },
                        1);
    }

    private static CompletableFuture<String> completedElsewhere() {
        CompletableFuture<String> future = new CompletableFuture<>();
        new Thread(() -> {
                    while (future.getNumberOfDependents() == 0) {
                        Thread.onSpinWait();
                    }
                    future.complete("");
                })
                .start();
        return future;
    }

    private static CompletableFuture<?> sent() {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:1/"))
                                .build(),
                        BodyHandlers.discarding());
    }

    private ThreadPoolTaskExecutor pool() {
        return bean("pool", ThreadPoolTaskExecutor.class);
    }

    private <T> T bean(String name, Class<T> type) {
        return application.context().getBean(name, type);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor excluded() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean(destroyMethod = "shutdownNow")
        ExecutorService fixed() {
            return Executors.newFixedThreadPool(1);
        }

        @Bean(destroyMethod = "shutdownNow")
        ScheduledExecutorService scheduled() {
            return Executors.newScheduledThreadPool(1);
        }

        @Bean(destroyMethod = "shutdownNow")
        ExecutorService single() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean(destroyMethod = "shutdownNow")
        ForkJoinPool forkJoin() {
            return new ForkJoinPool(1);
        }
    }
}
