// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.quartz.Scheduler;
import org.quartz.SchedulerConfigException;
import org.quartz.SchedulerException;
import org.quartz.core.JobRunShell;
import org.quartz.core.JobRunShellFactory;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.StdScheduler;
import org.quartz.spi.TriggerFiredBundle;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Has each run of a Quartz job begin a context of its own, in which its listeners are told of it, too. A job factory would
 * see the job only, and on the scheduler's own thread; so it is the scheduler's factory of runs that is wrapped. The job
 * factory, the jobs and the pool stay what they are.
 */
public final class QuartzSchedulerPostProcessor implements BeanPostProcessor {

    static final String SCHEDULER = "sched";

    static final String RESOURCES = "resources";

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first job runs
     * @param enabled whether to do anything; asked for when the first scheduler is made
     */
    public QuartzSchedulerPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object scheduler = bean instanceof SchedulerFactoryBean factory ? factory.getObject() : bean;
        if (scheduler instanceof StdScheduler local && enabled.getAsBoolean()) {
            wrapRuns(local);
        }
        return bean;
    }

    private void wrapRuns(StdScheduler scheduler) {
        Object quartz = Objects.requireNonNull(PrivateField.valueOf(StdScheduler.class, SCHEDULER, scheduler));
        QuartzSchedulerResources resources = (QuartzSchedulerResources)
                Objects.requireNonNull(PrivateField.valueOf(QuartzScheduler.class, RESOURCES, quartz));
        JobRunShellFactory present = resources.getJobRunShellFactory();
        if (!(present instanceof Runs)) {
            resources.setJobRunShellFactory(new Runs(present, resources, entryPoint));
        }
    }

    private record Runs(
            JobRunShellFactory delegate, QuartzSchedulerResources resources, Supplier<EntryPoint> entryPoint)
            implements JobRunShellFactory {

        @Override
        public void initialize(Scheduler scheduler) throws SchedulerConfigException {
            delegate.initialize(scheduler);
        }

        @Override
        public JobRunShell createJobRunShell(TriggerFiredBundle fired) throws SchedulerException {
            return new QuartzJobRun(delegate.createJobRunShell(fired), fired, resources, entryPoint);
        }
    }
}
