// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Observations that are opened within each other, on both sides of a hop and on a worker that has one of its own. */
@ExtendWith(OutputCaptureExtension.class)
class ObservationHopTest {

    private final ObservationRegistry observations = ObservationRegistry.create();

    @Test
    void putsEachObservationBackWithoutAWarning(CapturedOutput output) throws Exception {
        observations.observationConfig().observationHandler(context -> true);
        Observation ofWorker = Observation.start("of the worker", observations);
        Observation outer = Observation.start("outer", observations);
        Observation inner = Observation.start("inner", observations);
        try (var application = RunningApplication.withoutWebServer(Application.class, "alsx.bridge.micrometer=true")) {
            ExecutorService raw = application.bean(ExecutorService.class);
            Worker worker = application.bean(Worker.class);
            Observation.Scope open = raw.submit(ofWorker::openScope).get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 3; i++) {
                CompletableFuture<String> seen = new CompletableFuture<>();
                try (Observation.Scope first = outer.openScope();
                        Observation.Scope second = inner.openScope()) {
                    worker.run(() -> seen.complete(withAnother()));
                }
                assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("inner, another, inner");
                CompletableFuture<String> without = new CompletableFuture<>();
                worker.run(() -> without.complete(name()));
                assertThat(without.get(20, TimeUnit.SECONDS)).isEqualTo("none");
                assertThat(raw.submit(this::name).get(20, TimeUnit.SECONDS)).isEqualTo("of the worker");
            }
            raw.submit(open::close).get(20, TimeUnit.SECONDS);
            assertThat(raw.submit(this::name).get(20, TimeUnit.SECONDS)).isEqualTo("none");
        }
        assertThat(name()).isEqualTo("none");
        assertThat(output.getAll()).doesNotContain("is not the same as", "io.micrometer.observation");
    }

    private String withAnother() {
        String before = name();
        Observation another = Observation.start("another", observations);
        try (Observation.Scope scope = another.openScope()) {
            before += ", " + name();
        }
        return before + ", " + name();
    }

    /** What stands for none in Micrometer is an observation, too. */
    private String name() {
        Observation observation = observations.getCurrentObservation();
        return observation == null || observation instanceof NullObservation
                ? "none"
                : String.valueOf(observation.getContext().getName());
    }

    static class Worker {

        @Async
        public void run(Runnable code) {
            code.run();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Worker.class)
    static class Application {

        @Bean
        ExecutorService taskExecutor() {
            return Executors.newFixedThreadPool(1);
        }
    }
}
