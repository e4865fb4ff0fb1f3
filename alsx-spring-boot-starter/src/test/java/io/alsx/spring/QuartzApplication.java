// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerListener;
import org.quartz.listeners.SchedulerListenerSupport;
import org.quartz.spi.TriggerFiredBundle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.quartz.MethodInvokingJobDetailFactoryBean;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

/** Quartz jobs of every shape, beside listeners and a job factory of the application's own, on one worker. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({QuartzApplication.Factory.class, QuartzApplication.Worker.class})
class QuartzApplication {

    private final ObjectProvider<Scheduler> scheduler;

    QuartzApplication(ObjectProvider<Scheduler> scheduler) {
        this.scheduler = scheduler;
    }

    /** Has a job run now, and as often again. */
    void run(String name, Class<? extends Job> job, Map<String, String> data, int repetitions) {
        try {
            scheduler
                    .getObject()
                    .scheduleJob(
                            JobBuilder.newJob(job)
                                    .withIdentity(name, "group")
                                    .storeDurably()
                                    .build(),
                            TriggerBuilder.newTrigger()
                                    .usingJobData(new JobDataMap(data))
                                    .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                            .withIntervalInMilliseconds(1)
                                            .withMisfireHandlingInstructionNowWithExistingCount()
                                            .withRepeatCount(repetitions))
                                    .build());
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    void again(String name) {
        try {
            scheduler.getObject().triggerJob(JobKey.jobKey(name, "group"));
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Bean
    static Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    @Bean
    static RequestBinding<String> tenant() {
        return new RequestBinding<>(USER, request -> {
            String tenant = request.header("X-Tenant");
            if ("unknown".equals(tenant)) {
                throw new IllegalArgumentException(request.unwrap(TriggerFiredBundle.class)
                        .getJobDetail()
                        .getKey()
                        .getName());
            }
            return tenant;
        });
    }

    @Bean
    static MethodInvokingJobDetailFactoryBean method(Sightings sightings) {
        MethodInvokingJobDetailFactoryBean job = new MethodInvokingJobDetailFactoryBean();
        job.setTargetObject(sightings);
        job.setTargetMethod("note");
        job.setArguments("method");
        job.setName("method");
        job.setGroup("group");
        return job;
    }

    @Bean
    static SchedulerFactoryBean quartz(
            Factory factory,
            MethodInvokingJobDetailFactoryBean method,
            Sightings sightings,
            @Value("${scheduler:on}") String name) {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "1");
        SchedulerFactoryBean quartz = new SchedulerFactoryBean();
        quartz.setSchedulerName(name);
        quartz.setQuartzProperties(properties);
        quartz.setJobFactory(factory);
        quartz.setJobDetails(Objects.requireNonNull(method.getObject()));
        quartz.setGlobalJobListeners(new Listener(sightings));
        quartz.setGlobalTriggerListeners(new Listener(sightings));
        quartz.setSchedulerListeners(new SchedulerListenerSupport() {

            @Override
            public void schedulerError(String message, SchedulerException failure) {
                sightings.note("error " + (message.contains("group.broken") ? "broken" : "failing"));
            }
        });
        return quartz;
    }

    static final class Factory extends SpringBeanJobFactory {

        private final AtomicInteger made = new AtomicInteger();

        @Override
        protected Object createJobInstance(TriggerFiredBundle fired) throws Exception {
            made.incrementAndGet();
            return super.createJobInstance(fired);
        }

        int made() {
            return made.get();
        }
    }

    private record Listener(Sightings sightings) implements JobListener, TriggerListener {

        @Override
        public String getName() {
            return "listener";
        }

        @Override
        public void triggerFired(Trigger trigger, JobExecutionContext execution) {
            note("fired", execution);
        }

        @Override
        public boolean vetoJobExecution(Trigger trigger, JobExecutionContext execution) {
            return execution.getMergedJobDataMap().containsKey("veto");
        }

        @Override
        public void jobExecutionVetoed(JobExecutionContext execution) {
            note("vetoed", execution);
        }

        @Override
        public void jobToBeExecuted(JobExecutionContext execution) {
            note("toBeExecuted", execution);
            sightings.note("toBeExecuted " + execution.getJobDetail().getKey().getName() + " "
                    + execution.getJobInstance().getClass().getSimpleName());
        }

        @Override
        public void jobWasExecuted(JobExecutionContext execution, @Nullable JobExecutionException failure) {
            note("wasExecuted", execution);
        }

        @Override
        public void triggerComplete(
                Trigger trigger, JobExecutionContext execution, Trigger.CompletedExecutionInstruction instruction) {
            note("complete", execution);
            note("complete", execution, " id");
        }

        @Override
        public void triggerMisfired(Trigger trigger) {}

        private void note(String what, JobExecutionContext execution, String... more) {
            sightings.note(what + " " + execution.getJobDetail().getKey().getName() + String.join("", more));
        }
    }

    static class Plain extends QuartzJobBean {

        private final Sightings sightings;

        Plain(Sightings sightings) {
            this.sightings = sightings;
        }

        @Override
        protected void executeInternal(JobExecutionContext execution) {
            sightings.note("plain");
            sightings.note("plain " + execution.getJobDetail().getKey().getName());
            USER.enterWith("entered");
        }
    }

    @DisallowConcurrentExecution
    static final class Exclusive extends Plain {

        Exclusive(Sightings sightings) {
            super(sightings);
        }
    }

    static final class Failing implements Job {

        private final Sightings sightings;

        Failing(Sightings sightings) {
            this.sightings = sightings;
        }

        @Override
        public void execute(JobExecutionContext execution) throws JobExecutionException {
            sightings.note("failing");
            if (execution.getRefireCount() == 0) {
                throw new JobExecutionException("again", true);
            }
            throw new IllegalStateException("for good");
        }
    }

    static final class Starting implements Job {

        private final Worker worker;

        Starting(Worker worker) {
            this.worker = worker;
        }

        @Override
        public void execute(JobExecutionContext execution) {
            USER.enterWith("entered");
            worker.note("worker").join();
        }
    }

    static class Worker {

        private final Sightings sightings;

        Worker(Sightings sightings) {
            this.sightings = sightings;
        }

        @Async
        CompletableFuture<String> note(String where) {
            sightings.note(where);
            return CompletableFuture.completedFuture(where);
        }
    }
}
