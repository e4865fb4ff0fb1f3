// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.spring.WithAsyncResource;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** What {@link WithAsyncResource} says of a method: on the method itself, otherwise on its class. */
record ResourceSettings(String type, WithAsyncResource.Context context) {

    static @Nullable ResourceSettings of(Method method, Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        WithAsyncResource annotation = AnnotatedElementUtils.findMergedAnnotation(specific, WithAsyncResource.class);
        if (annotation == null) {
            annotation = AnnotatedElementUtils.findMergedAnnotation(targetClass, WithAsyncResource.class);
        }
        if (annotation == null) {
            return null;
        }
        String type = annotation.type().isEmpty()
                ? ClassUtils.getUserClass(targetClass).getSimpleName() + "." + method.getName()
                : annotation.type();
        return new ResourceSettings(type, annotation.context());
    }
}
