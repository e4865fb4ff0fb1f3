// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each method of each interface is written down, the default ones of the running JDK too. */
class ExecutorDelegationTest {

    private static void assertDeclaresAll(Class<?> type, Class<?> wrapper) {
        assertThat(Arrays.stream(type.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(ExecutorDelegationTest::signature))
                .isSubsetOf(
                        declared(wrapper).map(ExecutorDelegationTest::signature).toList());
    }

    private static Stream<Method> declared(Class<?> type) {
        return type == Object.class
                ? Stream.empty()
                : Stream.concat(Arrays.stream(type.getDeclaredMethods()), declared(type.getSuperclass()));
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    @Test
    void ofExecutor() {
        assertDeclaresAll(Executor.class, PropagatingExecutor.class);
    }

    @Test
    void ofExecutorService() {
        assertDeclaresAll(ExecutorService.class, PropagatingExecutorService.class);
    }

    @Test
    void ofScheduledExecutorService() {
        assertDeclaresAll(ScheduledExecutorService.class, PropagatingScheduledExecutorService.class);
    }

    @Test
    void ofThreadFactory() {
        assertDeclaresAll(ThreadFactory.class, PropagatingThreadFactory.class);
    }

    @Test
    void ofCloseAlsoWhereItIsNotYetAMethodOfTheInterface() throws NoSuchMethodException {
        assertThat(PropagatingExecutorService.class.getDeclaredMethod("close")).isNotNull();
    }
}
