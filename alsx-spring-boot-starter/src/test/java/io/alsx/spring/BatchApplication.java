// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.springframework.batch.core.annotation.AfterJob;
import org.springframework.batch.core.annotation.BeforeJob;
import org.springframework.batch.core.converter.DefaultJobParametersConverter;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Spring Batch jobs, and launchers on every kind of executor. Names no class that another line has elsewhere. */
@SpringBootConfiguration
@EnableAutoConfiguration
class BatchApplication {

    @Bean
    static Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    @Bean
    ThreadPoolTaskExecutor pool() {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(3);
        return pool;
    }

    @Bean
    TaskExecutorJobLauncher synchronous() {
        return launcher();
    }

    @Bean
    TaskExecutorJobLauncher asynchronous(ThreadPoolTaskExecutor pool) {
        TaskExecutorJobLauncher launcher = launcher();
        launcher.setTaskExecutor(pool);
        return launcher;
    }

    @Bean
    TaskExecutorJobLauncher decorated(@Qualifier("entering") ThreadPoolTaskExecutor entering) {
        TaskExecutorJobLauncher launcher = launcher();
        launcher.setTaskExecutor(entering);
        return launcher;
    }

    @Bean(defaultCandidate = false)
    ThreadPoolTaskExecutor entering() {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setTaskDecorator(task -> () -> USER.run("of the decorator", task));
        return pool;
    }

    /** Has an executor that carries nothing, on threads that have kept something. */
    @Bean
    TaskExecutorJobLauncher withItsOwn() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
        executor.setThreadFactory(task -> new Thread(() -> {
            USER.enterWith("kept by the thread");
            task.run();
        }));
        TaskExecutorJobLauncher launcher = launcher();
        launcher.setTaskExecutor(executor);
        return launcher;
    }

    private static TaskExecutorJobLauncher launcher() {
        TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
        launcher.setJobRepository(new ResourcelessJobRepository());
        return launcher;
    }

    /** Launches a job, and waits for its end. */
    static void launch(RunningApplication application, String launcher, String name, String... parameters) {
        launch(application, launcher, name, () -> {}, parameters);
    }

    static void launch(
            RunningApplication application, String launcher, String name, Runnable step, String... parameters) {
        Properties properties = new Properties();
        properties.setProperty("number", "7,java.lang.Long");
        for (int i = 0; i < parameters.length; i += 2) {
            properties.setProperty(parameters[i], parameters[i + 1] + ",java.lang.String");
        }
        JobRepository repository = new ResourcelessJobRepository(); // has room for one execution
        TaskExecutorJobLauncher launching = application.context().getBean(launcher, TaskExecutorJobLauncher.class);
        launching.setJobRepository(repository);
        Sightings sightings = application.bean(Sightings.class);
        var tasklet = new StepBuilder("step", repository)
                .tasklet(
                        (contribution, chunk) -> {
                            sightings.note(name);
                            step.run();
                            return null;
                        },
                        new NoTransactions())
                .build();
        var spread = new StepBuilder("spread", repository)
                .tasklet(
                        (contribution, chunk) -> {
                            sightings.note(name + " worker");
                            return null;
                        },
                        new NoTransactions())
                .taskExecutor(application.bean("pool", ThreadPoolTaskExecutor.class))
                .build();
        try {
            var execution = launching.run(
                    new JobBuilder(name, repository)
                            .listener(new Listener(sightings, name))
                            .start(tasklet)
                            .next(spread)
                            .build(),
                    new DefaultJobParametersConverter().getJobParameters(properties));
            Awaitility.await().until(() -> !execution.isRunning());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public record Listener(Sightings sightings, String name) {

        @BeforeJob
        public void before() {
            sightings.note(name + " before");
        }

        @AfterJob
        public void after() {
            sightings.note(name + " after");
        }
    }

    static final class NoTransactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
