// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import io.alsx.spring.Sightings.Seen;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.annotation.BeforeJob;
import org.springframework.batch.core.converter.DefaultJobParametersConverter;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.partition.support.SimplePartitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Partitioned steps, and executions that are started again, of Spring Batch jobs that a database remembers. */
class BatchStepTest {

    private static final int PARTITIONS = 3;

    private static RunningApplication application;

    private static Sightings sightings;

    private static AsyncLocalStorage<RequestStore> storage;

    private static JdbcTransactionManager transactions;

    private static JobRepository repository;

    @BeforeAll
    @SuppressWarnings({"unchecked", "deprecation", "removal"})
    static void start() throws Exception {
        application = RunningApplication.withoutWebServer(BatchApplication.class);
        sightings = application.bean(Sightings.class);
        storage = application.context().getBean("requestStorage", AsyncLocalStorage.class);
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:steps;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-h2.sql"))
                .execute(database);
        transactions = new JdbcTransactionManager(database);
        JobRepositoryFactoryBean factory = new JobRepositoryFactoryBean();
        factory.setDataSource(database);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        repository = (JobRepository) factory.getObject();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    @Surface(value = "Jobs: partitions of Spring Batch steps", virtual = false)
    void partitionsShareTheStoreOfTheJobOnAnExecutorThatIsABean() {
        run("synchronous", "shared", application.bean(ThreadPoolTaskExecutor.class), () -> {});
        Seen manager = sightings.next("shared");

        assertThat(manager.requireStore().toString()).startsWith("BATCH shared ");
        for (int i = 0; i < PARTITIONS; i++) {
            Seen partition = sightings.next("shared partition");
            assertThat(partition.store()).isSameAs(manager.store());
            assertThat(partition.user()).isEqualTo("of the job");
            assertThat(partition.thread()).isNotEqualTo(manager.thread());
        }
    }

    @Test
    void partitionsSeeNothingOnAnExecutorThatIsNoBeanAndSoStaysWhatItIs() {
        run("synchronous", "bare", new SimpleAsyncTaskExecutor(), () -> {});

        assertThat(sightings.next("bare").store()).isNotNull();
        for (int i = 0; i < PARTITIONS; i++) {
            Seen partition = sightings.next("bare partition");
            assertThat(partition.store()).isNull();
            assertThat(partition.user()).isNull();
        }
    }

    @Test
    @Surface(
            value = "Jobs: partitions of Spring Batch steps on an executor that is no bean",
            virtual = false,
            remedy = "`executor.setTaskDecorator(ContextExecutors::wrap)`")
    void partitionsShareTheStoreOnOneThatTheApplicationHasCarryIt() {
        SimpleAsyncTaskExecutor decorated = new SimpleAsyncTaskExecutor();
        decorated.setTaskDecorator(ContextExecutors::wrap);
        run("synchronous", "decorated", decorated, () -> {});
        run("synchronous", "wrapped", ContextExecutors.propagating(new SimpleAsyncTaskExecutor())::execute, () -> {});

        for (String job : new String[] {"decorated", "wrapped"}) {
            Seen manager = sightings.next(job);
            for (int i = 0; i < PARTITIONS; i++) {
                assertThat(sightings.next(job + " partition").requireStore()).isSameAs(manager.store());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous", "asynchronous", "withItsOwn"})
    void anExecutionThatIsStartedAgainHasAStoreOfItsOwnAndNothingOfTheFirst(String launcher) {
        String name = "again " + launcher;
        AtomicInteger left = new AtomicInteger(1);
        Runnable work = () -> {
            USER.enterWith("of the partition");
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("on purpose");
            }
        };
        TaskExecutor workers = application.bean(ThreadPoolTaskExecutor.class);

        assertThat(run(launcher, name, workers, work)).isEqualTo("FAILED");
        Seen first = sightings.next(name);
        for (int i = 0; i < PARTITIONS; i++) {
            assertThat(sightings.next(name + " partition").store()).isSameAs(first.store());
        }

        assertThat(run(launcher, name, workers, work)).isEqualTo("COMPLETED");
        Seen second = sightings.next(name);
        Seen failedBefore = sightings.next(name + " partition");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.user()).isNull();
        assertThat(second.requireStore().get("messageId", String.class))
                .isNotEqualTo(first.requireStore().get("messageId", String.class));
        assertThat(failedBefore.store()).isSameAs(second.store());
        assertThat(failedBefore.user()).isEqualTo("of the job");
    }

    /** A job of one partitioned step, whose listener forgets to leave what it enters, as bad code does. */
    private static String run(String launcher, String name, TaskExecutor workers, Runnable work) {
        var worker = new StepBuilder("worker", repository)
                .tasklet(
                        (contribution, chunk) -> {
                            sightings.note(name + " partition");
                            work.run();
                            return null;
                        },
                        transactions)
                .build();
        var partitioned = new StepBuilder("partitioned", repository)
                .partitioner("worker", new SimplePartitioner())
                .step(worker)
                .gridSize(PARTITIONS)
                .taskExecutor(workers)
                .build();
        TaskExecutorJobLauncher launching = application.context().getBean(launcher, TaskExecutorJobLauncher.class);
        launching.setJobRepository(repository);
        var job = new JobBuilder(name, repository)
                .listener(new Entering(name))
                .start(partitioned)
                .build();
        var parameters = new DefaultJobParametersConverter().getJobParameters(new Properties());
        var execution = Awaitility.await()
                .pollInSameThread()
                .ignoreExceptionsMatching(BatchStepTest::isNotNotedAsEnded)
                .until(() -> launching.run(job, parameters), launched -> true);
        Awaitility.await().until(() -> !execution.isRunning());
        return execution.getStatus().name();
    }

    /** The repository hears of an end a moment after the execution tells it. Its package differs between the lines. */
    private static boolean isNotNotedAsEnded(Throwable error) {
        return error.getClass().getSimpleName().equals("JobExecutionAlreadyRunningException");
    }

    public record Entering(String name) {

        @BeforeJob
        public void before() {
            sightings.note(name);
            USER.enterWith("of the job");
        }
    }
}
