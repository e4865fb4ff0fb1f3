// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.ThrowingSupplier;
import java.util.List;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;

/** Runs a container's call of its listener, with whatever retries there are, in a context of its own. */
record RabbitListenerAdvice(Supplier<EntryPoint> entryPoint) implements MethodInterceptor {

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        RabbitArrival arrival = arrivalAmong(invocation.getArguments());
        return arrival == null
                ? invocation.proceed()
                : entryPoint.get().run(arrival, (ThrowingSupplier<@Nullable Object, Throwable>) invocation::proceed);
    }

    private static @Nullable RabbitArrival arrivalAmong(@Nullable Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Message message) {
                return new RabbitArrival(message, message);
            }
            if (argument instanceof List<?> messages) {
                return new RabbitArrival(messages, firstOf(messages));
            }
        }
        return null;
    }

    private static @Nullable Message firstOf(List<?> messages) {
        return !messages.isEmpty() && messages.get(0) instanceof Message message ? message : null;
    }
}
