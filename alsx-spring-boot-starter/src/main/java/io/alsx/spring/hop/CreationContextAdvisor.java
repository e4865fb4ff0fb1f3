// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.Snapshot;
import io.alsx.spring.WithAsyncResource;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Pointcut;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/**
 * Hands the context in which a bean was created on to the advice inside of it, for the methods that are to run in it.
 * One for each such bean.
 */
final class CreationContextAdvisor extends DefaultPointcutAdvisor {

    static final Pointcut CREATION = new StaticMethodMatcherPointcut() {
        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            ResourceSettings settings = ResourceSettings.of(method, targetClass);
            return settings != null && settings.context() == WithAsyncResource.Context.CREATION;
        }
    };

    private static final String ATTRIBUTE = CreationContextAdvisor.class.getName();

    CreationContextAdvisor(Snapshot creation) {
        super(CREATION, (MethodInterceptor) invocation -> {
            ((ProxyMethodInvocation) invocation).setUserAttribute(ATTRIBUTE, creation);
            return invocation.proceed();
        });
    }

    static @Nullable Snapshot contextOf(MethodInvocation invocation) {
        return (Snapshot) ((ProxyMethodInvocation) invocation).getUserAttribute(ATTRIBUTE);
    }
}
