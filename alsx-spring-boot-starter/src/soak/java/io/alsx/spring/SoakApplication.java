// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Executors of every kind and with every policy, and what works on them. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import(SoakWork.class)
class SoakApplication {

    /** Whose threads are asked for what they keep. */
    static final List<String> POOLS = List.of("callerRuns", "aborting", "discarding", "discardingOldest", "swapped");

    static final SoakLedger LEDGER = new SoakLedger();

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("soak-tenant");

    /** What faults enter and leave behind. */
    static final AsyncLocalStorage<String> NOISE = AsyncLocalStorage.named("soak-noise");

    /** What foreign code leaves on the threads of pools, behind our back. */
    static final AsyncLocalStorage<String> FOREIGN = AsyncLocalStorage.named("soak-foreign");

    static String tenantOf(String id) {
        return "t" + Math.floorMod(id.hashCode(), 17);
    }

    /** Whoever has a context beside ours. */
    interface Neighbour {

        void look(String where, String id);
    }

    /** Looks at what the calling thread has. */
    record Eye(AsyncLocalStorage<RequestStore> storage, List<Neighbour> neighbours) {

        void see(String where, String id) {
            LEDGER.saw(where, id, storage.getStore(), TENANT.getStore(), MDC.get("requestId"));
            if (FOREIGN.getStore() != null) {
                LEDGER.violate("what foreign code left on the thread is seen at " + where, id);
            }
            for (Neighbour neighbour : neighbours) {
                neighbour.look(where, id);
            }
        }

        void seeNothing(String where) {
            LEDGER.sawNothing(where, storage.getStore(), TENANT.getStore(), NOISE.getStore(), MDC.get("requestId"));
        }
    }

    @Bean
    Eye eye(AsyncLocalStorage<RequestStore> requestStorage, ObjectProvider<Neighbour> neighbours) {
        return new Eye(requestStorage, neighbours.stream().toList());
    }

    @Bean
    RequestBinding<String> tenant() {
        return new RequestBinding<>(TENANT, request -> Objects.requireNonNullElse(request.header("X-Tenant"), "none"));
    }

    @Bean
    ThreadPoolTaskExecutor callerRuns() {
        return pool("caller-runs-", new ThreadPoolExecutor.CallerRunsPolicy());
    }

    @Bean
    ThreadPoolTaskExecutor aborting() {
        return pool("aborting-", new ThreadPoolExecutor.AbortPolicy());
    }

    @Bean
    ThreadPoolTaskExecutor discarding() {
        return pool("discarding-", new ThreadPoolExecutor.DiscardPolicy());
    }

    @Bean
    ThreadPoolTaskExecutor discardingOldest() {
        return pool("discarding-oldest-", new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    /** Another one takes its place again and again, and what it has is done before it goes. */
    @Bean
    ThreadPoolTaskExecutor swapped() {
        ThreadPoolTaskExecutor pool = pool("swapped-", new ThreadPoolExecutor.AbortPolicy());
        pool.setWaitForTasksToCompleteOnShutdown(true);
        return pool;
    }

    @Bean
    SimpleAsyncTaskExecutor fresh() {
        return new SimpleAsyncTaskExecutor("fresh-");
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService plain() {
        return Executors.newFixedThreadPool(3);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService propagating() {
        return ContextExecutors.propagating(Executors.newFixedThreadPool(3));
    }

    private static ThreadPoolTaskExecutor pool(String prefix, RejectedExecutionHandler policy) {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(2);
        pool.setMaxPoolSize(3);
        pool.setQueueCapacity(4);
        pool.setThreadNamePrefix(prefix);
        pool.setRejectedExecutionHandler(policy);
        return pool;
    }
}
