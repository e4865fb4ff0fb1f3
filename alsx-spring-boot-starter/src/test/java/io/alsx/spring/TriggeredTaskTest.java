// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.TaskApplication.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A task with a trigger, cron for instance, is periodic like any other. A scheduler on a pool schedules each of its runs
 * anew, as a task that runs once, from within the run before.
 */
class TriggeredTaskTest {

    @Test
    void startsEachRunOfATaskWithATriggerFromEmpty() {
        try (var application = RunningApplication.withoutWebServer(TaskApplication.class)) {
            assertThat(seenThrice(application.bean(TaskScheduler.class))).containsExactly("null", "null", "null");
        }
    }

    @Test
    void startsEachRunOnASchedulerOfTheApplicationFromEmpty() {
        try (var application = RunningApplication.withoutWebServer(OwnScheduler.class)) {
            assertThat(seenThrice(application.bean(ThreadPoolTaskScheduler.class)))
                    .containsExactly("null", "null", "null");
        }
    }

    @Test
    void runsACronMethodFromEmptyWhateverTheApplicationWasStartedIn() {
        TaskApplication.SEEN_BY_SCHEDULED_METHODS.clear();
        USER.run("startup", () -> {
            try (var application = RunningApplication.withoutWebServer(TaskApplication.class)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> TaskApplication.SEEN_BY_SCHEDULED_METHODS.stream()
                                .anyMatch(entry -> entry.startsWith("cron")));
            }
        });
        assertThat(TaskApplication.SEEN_BY_SCHEDULED_METHODS).allMatch(entry -> entry.endsWith(":null"));
    }

    private static List<String> seenThrice(TaskScheduler scheduler) {
        List<String> seen = new CopyOnWriteArrayList<>();
        Trigger trigger = context -> Instant.now().plusMillis(10);
        ScheduledFuture<?> scheduled = Objects.requireNonNull(USER.run(
                "u", () -> scheduler.schedule(() -> seen.add(String.valueOf(USER.getStore())), trigger)));
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 3);
        scheduled.cancel(false);
        return seen.subList(0, 3);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class OwnScheduler {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }
    }
}
