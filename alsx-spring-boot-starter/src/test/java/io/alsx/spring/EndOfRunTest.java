// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

/** What has run has ended, and not the request in whose context it has left the thread. */
class EndOfRunTest {

    @Test
    void isThatOfAScheduledMethod() throws Exception {
        assertThatARunEndsAndNotTheCall("Runs.scheduled");
    }

    @Test
    void isThatOfAQuartzJob() throws Exception {
        assertThatARunEndsAndNotTheCall("group.job");
    }

    private static void assertThatARunEndsAndNotTheCall(String run) throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.scheduling.store=true")) {
            Ends ends = application.bean(Ends.class);
            application
                    .bean(Scheduler.class)
                    .scheduleJob(
                            JobBuilder.newJob(LeavingJob.class)
                                    .withIdentity("job", "group")
                                    .build(),
                            TriggerBuilder.newTrigger().build());
            assertThat(application.bean(Call.class).awaitEndOf(run, ends)).doesNotContain("call");
        }
    }

    static final class Ends implements EntryObserver {

        private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

        @Override
        public void entered(RequestInfo request, RequestStore store) {}

        @Override
        public void ended(RequestInfo request, RequestStore store) {
            ended.add(request.path());
        }
    }

    static class Call {

        static volatile Snapshot context = Snapshot.empty();

        @RunInStore("call")
        public List<String> awaitEndOf(String run, Ends ends) throws InterruptedException {
            context = AsyncLocalStorage.snapshot();
            List<String> ended = new ArrayList<>();
            for (int i = 0; i < 200 && !ended.contains(run); i++) {
                ended.add("" + ends.ended.poll(100, TimeUnit.MILLISECONDS));
            }
            assertThat(ended).contains(run);
            return ended;
        }
    }

    static class Runs {

        @Scheduled(fixedRate = 100)
        public void scheduled() {
            Call.context.enter();
        }
    }

    static final class LeavingJob extends QuartzJobBean {

        @Override
        protected void executeInternal(JobExecutionContext execution) {
            Call.context.enter();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableScheduling
    @Import({Call.class, Runs.class, Ends.class})
    static class Application {

        @Bean
        static SchedulerFactoryBean quartz() {
            SchedulerFactoryBean quartz = new SchedulerFactoryBean();
            quartz.setJobFactory(new SpringBeanJobFactory());
            quartz.setSchedulerName("ends");
            return quartz;
        }
    }
}
