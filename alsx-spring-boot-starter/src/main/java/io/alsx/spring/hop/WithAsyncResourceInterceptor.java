// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncResource;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.util.ReflectionUtils;

/** Runs a call in a resource of its own, which ends with the call or with what it returns. */
final class WithAsyncResourceInterceptor implements MethodInterceptor {

    private final Map<MethodClassKey, String> types = new ConcurrentHashMap<>();

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        if (ReflectionUtils.isObjectMethod(invocation.getMethod())) {
            return invocation.proceed();
        }
        AsyncResource resource = resourceFor(invocation);
        Runnable end = () -> destroy(resource);
        @Nullable Object result;
        try {
            result = resource.runInAsyncScope((ThrowingSupplier<@Nullable Object, Throwable>) invocation::proceed);
        } catch (Throwable e) {
            end.run();
            throw e;
        }
        return AsyncResults.whenEnded(result, invocation.getMethod().getReturnType(), end);
    }

    private AsyncResource resourceFor(MethodInvocation invocation) {
        String type = typeFor(invocation);
        Snapshot creation = CreationContextAdvisor.contextOf(invocation);
        return creation == null ? new AsyncResource(type) : creation.run(() -> new AsyncResource(type));
    }

    private String typeFor(MethodInvocation invocation) {
        Method method = invocation.getMethod();
        Object target = invocation.getThis();
        Class<?> targetClass = target == null ? method.getDeclaringClass() : AopUtils.getTargetClass(target);
        return types.computeIfAbsent(new MethodClassKey(method, targetClass), missing -> {
            ResourceSettings settings = ResourceSettings.of(method, targetClass);
            return settings == null ? method.getName() : settings.type();
        });
    }

    private static void destroy(AsyncResource resource) {
        try {
            resource.emitDestroy();
        } catch (IllegalStateException e) {
            // by the method itself, or because its result has ended more than once
        }
    }
}
