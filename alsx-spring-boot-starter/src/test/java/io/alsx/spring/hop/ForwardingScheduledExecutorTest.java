// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** What stands in front of an executor has nothing of its own. */
class ForwardingScheduledExecutorTest {

    /** Each of these the superclass does by calling what is overridden; close is the interface's own. */
    private static final Set<String> DONE_BY_OTHERS = Set.of("execute", "submit", "invokeAll", "invokeAny", "close");

    @Test
    void overridesEachMethodThatHasToDoWithTheExecutor() {
        assertThat(Arrays.stream(ScheduledThreadPoolExecutor.class.getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> !DONE_BY_OTHERS.contains(method.getName()))
                        .filter(method -> !isOverridden(method)))
                .isEmpty();
    }

    @Test
    void closesTheExecutorBehindIt() throws Exception {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        ForwardingScheduledExecutor front = new ForwardingScheduledExecutor(executor) {};
        if (AutoCloseable.class.isAssignableFrom(ExecutorService.class)) {
            ((AutoCloseable) (Object) front).close();
        } else {
            front.shutdown();
        }
        assertThat(executor.isTerminated() || executor.isShutdown()).isTrue();
    }

    private static boolean isOverridden(Method method) {
        try {
            ForwardingScheduledExecutor.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
