// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.StackWalker.StackFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/** A native image knows which method has called, and not what its parameters are. */
class FramesOfNativeImagesTest {

    @Test
    void tellATaskWithATriggerFromOneThatRunsOnce() {
        assertThat(triggered(scheduler -> scheduler.schedule(() -> {}, context -> null)))
                .containsExactly(true);
        assertThat(triggered(scheduler -> scheduler.schedule(() -> {}, Instant.now())))
                .containsExactly(false);
    }

    private static List<Boolean> triggered(Consumer<ConcurrentTaskScheduler> way) {
        List<Boolean> triggered = new ArrayList<>();
        TaskDecorator decorator = task -> {
            triggered.add(ConcurrentSchedulerDecorator.takesTrigger(new NativeFrame(), task));
            return task;
        };
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        try {
            ConcurrentTaskScheduler scheduler = new ConcurrentTaskScheduler(executor);
            scheduler.setTaskDecorator(decorator);
            way.accept(scheduler);
        } finally {
            executor.shutdownNow();
        }
        return triggered;
    }

    private record NativeFrame() implements StackFrame {

        @Override
        public String getClassName() {
            return getDeclaringClass().getName();
        }

        @Override
        public String getMethodName() {
            return "schedule";
        }

        @Override
        public Class<?> getDeclaringClass() {
            return ConcurrentTaskScheduler.class;
        }

        @Override
        public int getByteCodeIndex() {
            return -1;
        }

        @Override
        public String getFileName() {
            return "ConcurrentTaskScheduler.java";
        }

        @Override
        public int getLineNumber() {
            return -1;
        }

        @Override
        public boolean isNativeMethod() {
            return false;
        }

        @Override
        public StackTraceElement toStackTraceElement() {
            return new StackTraceElement(getClassName(), getMethodName(), getFileName(), getLineNumber());
        }
    }
}
