// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.Sightings.Seen;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/** Each run of a job, on a real Quartz scheduler with one worker, has a context of its own, and so have its listeners. */
@Surface(value = "Jobs: Quartz jobs and their listeners", virtual = false)
class QuartzJobTest {

    private static RunningApplication application;

    private static Sightings sightings;

    @BeforeAll
    static void start() {
        application = RunningApplication.withoutWebServer(QuartzApplication.class);
        sightings = application.bean(Sightings.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void givesEachRunAStoreAndLeavesNothingForTheNext() {
        run("plain", QuartzApplication.Plain.class, Map.of(), 1);
        Seen first = sightings.next("plain");
        Seen second = sightings.next("plain");

        assertThat(first.requireStore().method()).isEqualTo("QUARTZ");
        assertThat(first.requireStore().path()).isEqualTo("group.plain");
        assertThat(first.requireStore().get("messageId", String.class)).isNotEmpty();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.requireStore().get("messageId", String.class))
                .isNotEqualTo(first.requireStore().get("messageId", String.class));
        assertThat(second.thread()).isEqualTo(first.thread());
        assertThat(second.user()).isNull();
    }

    @Test
    void isTheSameForTheJobAndItsListeners() {
        run("heard", QuartzApplication.Plain.class, Map.of(), 0);
        Seen seen = sightings.next("plain heard");

        for (String listener : new String[] {"fired", "toBeExecuted", "wasExecuted", "complete"}) {
            assertThat(sightings.next(listener + " heard").store()).as(listener).isSameAs(seen.store());
        }
        assertThat(sightings.next("complete heard id").requireStore().get("messageId", String.class))
                .isEqualTo(seen.requireStore().get("messageId", String.class));
    }

    @Test
    void isTheSameForAJobThatFailsAndRunsAgainAtOnce() {
        run("failing", QuartzApplication.Failing.class, Map.of(), 0);
        Seen first = sightings.next("failing");
        Seen second = sightings.next("failing");

        assertThat(second.store()).isSameAs(first.store());
        assertThat(sightings.next("error failing").store()).isSameAs(first.store());
        assertThat(sightings.next("wasExecuted failing").store()).isSameAs(first.store());
        assertThat(sightings.next("complete failing").store()).isSameAs(first.store());
    }

    @Test
    void isThereForListenersOfARunThatIsVetoed() {
        run("vetoed", QuartzApplication.Plain.class, Map.of("veto", "yes"), 0);
        assertThat(sightings.next("vetoed vetoed").requireStore().path()).isEqualTo("group.vetoed");
    }

    @Test
    void takesIdAndStoresFromTheData() {
        run("data", QuartzApplication.Plain.class, Map.of("x-request-id", "abc-1", "X-Tenant", "acme"), 0);
        Seen seen = sightings.next("plain data");

        assertThat(seen.id()).isEqualTo("abc-1");
        assertThat(seen.user()).isEqualTo("acme");
    }

    @Test
    void isThereForAMethodThatIsAJob() throws SchedulerException {
        application.bean(Scheduler.class).triggerJob(JobKey.jobKey("method", "group"));
        assertThat(sightings.next("method").requireStore().path()).isEqualTo("group.method");
    }

    @Test
    void isKeptByWhatTheJobStarts() {
        run("starting", QuartzApplication.Starting.class, Map.of("X-Request-Id", "started"), 0);
        assertThat(sightings.next("worker", "started").user()).isEqualTo("entered");
    }

    @Test
    void leavesTheJobFactoryAndTheJobsWhatTheyAre() {
        run("own", QuartzApplication.Plain.class, Map.of(), 0);
        assertThat(sightings.next("plain own").store()).isNotNull();
        assertThat(sightings.next("toBeExecuted own Plain").store()).isNotNull();
        assertThat(application.bean(QuartzApplication.Factory.class).made()).isPositive();
    }

    @Test
    void leavesOutTheRunWhoseStoreCannotBeMadeAndNoOther() {
        run("broken", QuartzApplication.Exclusive.class, Map.of("X-Tenant", "unknown"), 0);
        assertThat(sightings.next("error broken").store()).isNull();
        application.bean(QuartzApplication.class).again("broken");
        assertThat(sightings.next("plain broken").requireStore().path()).isEqualTo("group.broken");
    }

    @Test
    void isNotThereWhenOff() {
        try (RunningApplication off = RunningApplication.withoutWebServer(
                QuartzApplication.class, "alsx.jobs.enabled=false", "scheduler=off")) {
            off.bean(QuartzApplication.class).run("off", QuartzApplication.Plain.class, Map.of(), 0);
            assertThat(off.bean(Sightings.class).next("plain off").store()).isNull();
        }
    }

    private static void run(
            String name, Class<? extends org.quartz.Job> job, Map<String, String> data, int repetitions) {
        USER.run("scheduling", () -> application.bean(QuartzApplication.class).run(name, job, data, repetitions));
    }
}
