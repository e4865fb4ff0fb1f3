// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import io.alsx.spring.RunInStore;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

/**
 * Runs a call in a context of its own, and has what it returns keep that context. That of a scheduled run lasts to the end
 * of the run, so that what follows the call, the error handler above all, is in it, too.
 */
final class EntryMethodInterceptor implements MethodInterceptor {

    private final Supplier<EntryPoint> entryPoint;

    private final Supplier<Set<String>> listeners;

    private final Map<MethodClassKey, Optional<EntryMethod>> methods = new ConcurrentHashMap<>();

    EntryMethodInterceptor(Supplier<EntryPoint> entryPoint, Supplier<Set<String>> listeners) {
        this.entryPoint = entryPoint;
        this.listeners = listeners;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        EntryMethod method = methodOf(invocation);
        EntryPoint entry = entryPoint.get();
        if (method == null || (method.nested() == RunInStore.Nested.JOIN && entry.isInside())) {
            return invocation.proceed();
        }
        MethodArrival arrival = method.arrival();
        boolean scheduled = method.scheduled();
        if (scheduled && ScheduledRun.isCalling()) {
            entry.begin(arrival);
            Snapshot begun = AsyncLocalStorage.snapshot();
            try {
                return invocation.proceed();
            } finally {
                begun.run(entry::ended);
            }
        }
        Class<?> returnType = invocation.getMethod().getReturnType();
        return entry.run(arrival, (ThrowingSupplier<@Nullable Object, Throwable>) () -> {
            Object result = invocation.proceed();
            return scheduled
                    ? PublisherResults.inContext(() -> contextOf(entry, arrival), result, returnType)
                    : PublisherResults.inCurrentContext(result, returnType);
        });
    }

    /** A scheduler asks for a publisher once, and subscribes to it for each run. */
    private static Snapshot contextOf(EntryPoint entry, MethodArrival run) {
        return entry.run(run, () -> AsyncLocalStorage.snapshot());
    }

    private @Nullable EntryMethod methodOf(MethodInvocation invocation) {
        Method method = invocation.getMethod();
        Object target = invocation.getThis();
        Class<?> targetClass = target == null ? method.getDeclaringClass() : AopUtils.getTargetClass(target);
        return methods.computeIfAbsent(
                        new MethodClassKey(method, targetClass),
                        missing -> Optional.ofNullable(EntryMethod.of(method, targetClass, listeners.get())))
                .orElse(null);
    }
}
