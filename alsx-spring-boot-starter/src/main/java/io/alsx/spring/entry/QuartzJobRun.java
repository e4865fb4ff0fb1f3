// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.SchedulerException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.core.JobRunShell;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

/**
 * Runs a job, and the listeners that are told of it, in a context of its own. Afterwards the worker has none, whatever it
 * had before. A run whose store cannot be made is left out, and reported to the scheduler's listeners; the trigger goes
 * on.
 */
final class QuartzJobRun extends JobRunShell {

    private final JobRunShell run;

    private final TriggerFiredBundle fired;

    private final QuartzSchedulerResources resources;

    private final Supplier<EntryPoint> entryPoint;

    private @Nullable QuartzScheduler quartz;

    QuartzJobRun(
            JobRunShell run,
            TriggerFiredBundle fired,
            QuartzSchedulerResources resources,
            Supplier<EntryPoint> entryPoint) {
        super(null, fired);
        this.run = run;
        this.fired = fired;
        this.resources = resources;
        this.entryPoint = entryPoint;
    }

    @Override
    public void initialize(QuartzScheduler scheduler) throws SchedulerException {
        quartz = scheduler;
        run.initialize(scheduler);
    }

    @Override
    public void run() {
        EntryPoint entry;
        try {
            entry = entryPoint.get();
            entry.begin(new QuartzArrival(fired));
        } catch (RuntimeException | Error e) {
            leaveOut(e);
            return;
        }
        Snapshot begun = AsyncLocalStorage.snapshot();
        try {
            run.run();
        } finally {
            begun.run(entry::ended);
            entry.clear();
        }
    }

    @Override
    public void requestShutdown() {
        run.requestShutdown();
    }

    @Override
    public void passivate() {
        run.passivate();
    }

    /** As if the run had been vetoed: a job that nobody ends would block its next runs. */
    private void leaveOut(Throwable reason) {
        OperableTrigger trigger = fired.getTrigger();
        JobDetail job = fired.getJobDetail();
        resources
                .getJobStore()
                .triggeredJobComplete(
                        trigger,
                        job,
                        trigger.mayFireAgain()
                                ? CompletedExecutionInstruction.NOOP
                                : CompletedExecutionInstruction.DELETE_TRIGGER);
        if (quartz != null) {
            quartz.notifySchedulerListenersError(
                    "Job " + job.getKey() + " was not run, as its store could not be made.",
                    new SchedulerException(reason));
        }
    }
}
