// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.Sightings.Seen;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Jobs that are started by an operator, which launches them itself since Spring Batch 6, behind a proxy. */
class BatchOperatorTest {

    @Test
    void givesEachExecutionAStore() throws Exception {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            Sightings sightings = application.bean(Sightings.class);
            JobRepository repository = application.bean(JobRepository.class);
            var step = new StepBuilder("step", repository)
                    .tasklet(
                            (contribution, chunk) -> {
                                sightings.note("operated");
                                return null;
                            },
                            new BatchApplication.NoTransactions())
                    .build();
            application
                    .bean(JobOperator.class)
                    .start(new JobBuilder("operated", repository).start(step).build(), new JobParameters());

            assertThat(sightings.next("operated").requireStore().toString()).startsWith("BATCH operated ");
        }
    }

    @Test
    void givesAnExecutionThatItStartsAgainAStoreOfItsOwn() throws Exception {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class)) {
            Sightings sightings = application.bean(Sightings.class);
            JobRepository repository = application.bean(JobRepository.class);
            AtomicInteger left = new AtomicInteger(1);
            var step = new StepBuilder("step", repository)
                    .tasklet(
                            (contribution, chunk) -> {
                                sightings.note("again");
                                USER.enterWith("entered");
                                if (left.getAndDecrement() > 0) {
                                    throw new IllegalStateException("on purpose");
                                }
                                return null;
                            },
                            new BatchApplication.NoTransactions())
                    .build();
            var job = new JobBuilder("again", repository).start(step).build();
            application.bean(JobRegistry.class).register(job);
            JobOperator operator = application.bean(JobOperator.class);
            operator.restart(operator.start(job, new JobParameters()));

            Seen first = sightings.next("again");
            Seen second = sightings.next("again");
            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(second.requireStore().toString()).startsWith("BATCH again ");
            assertThat(second.user()).isNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(BatchApplication.class)
    static class Application {

        @Bean
        JobRepository repository() {
            return new ResourcelessJobRepository();
        }

        @Bean
        JobRegistry registry() {
            return new MapJobRegistry();
        }

        @Bean
        JobOperatorFactoryBean operator(JobRepository repository, JobRegistry registry) {
            JobOperatorFactoryBean operator = new JobOperatorFactoryBean();
            operator.setJobRegistry(registry);
            operator.setJobRepository(repository);
            operator.setTransactionManager(new BatchApplication.NoTransactions());
            return operator;
        }
    }
}
