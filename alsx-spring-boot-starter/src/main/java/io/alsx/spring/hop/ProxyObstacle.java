// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.spring.WithAsyncResource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Why no proxy can stand for a bean: there can be none of its class, or a final method would see its empty fields. */
final class ProxyObstacle {

    private ProxyObstacle() {}

    /**
     * The obstacle, as the rest of a sentence; null for none. A final method that the class inherits is none, as a
     * superclass for frameworks has some, and knows of proxies.
     */
    static @Nullable String of(Class<?> type) {
        if (Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
            return null; // gets a proxy for its interfaces
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return "its class is final";
        }
        Class<?> own = ClassUtils.getUserClass(type);
        for (Method method : ReflectionUtils.getAllDeclaredMethods(own)) {
            if (isFinalForCallers(method) && (method.getDeclaringClass() == own || isAnnotated(method))) {
                return "its method " + method.getName() + " is final";
            }
        }
        return null;
    }

    private static boolean isAnnotated(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, WithAsyncResource.class);
    }

    private static boolean isFinalForCallers(Method method) {
        int modifiers = method.getModifiers();
        return Modifier.isFinal(modifiers)
                && !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && method.getDeclaringClass() != Object.class;
    }
}
