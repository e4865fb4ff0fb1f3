// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.spring.RunInStore;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method that is an entry point, and what it says of itself.
 *
 * @param arrival what its store tells
 * @param nested what happens to a call from code with a store
 * @param explicit whether by {@link RunInStore}, not by a listener's annotation
 * @param scheduled whether a scheduler calls it
 */
record EntryMethod(MethodArrival arrival, RunInStore.Nested nested, boolean explicit, boolean scheduled) {

    private static final String LISTENER = "Listener";

    /**
     * What the method says of itself.
     *
     * @param listeners full names of other annotations that make a method an entry point
     * @return null if the method is no entry point
     */
    static @Nullable EntryMethod of(Method method, Class<?> targetClass, Set<String> listeners) {
        if (ReflectionUtils.isObjectMethod(method) || Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        RunInStore annotation = AnnotatedElementUtils.findMergedAnnotation(specific, RunInStore.class);
        if (annotation != null) {
            return of(annotation, method, targetClass, isScheduled(specific));
        }
        String listener = listenerAnnotation(specific, listeners);
        if (listener != null) {
            return new EntryMethod(
                    arrival(kind(listener), "", method, targetClass),
                    RunInStore.Nested.FRESH,
                    false,
                    isScheduled(specific));
        }
        annotation = isOverridable(specific)
                ? AnnotatedElementUtils.findMergedAnnotation(targetClass, RunInStore.class)
                : null;
        return annotation == null ? null : of(annotation, method, targetClass, isScheduled(specific));
    }

    /** Whether a proxy of the class can pass calls of the method on. */
    static boolean isOverridable(Method method) {
        return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isFinal(method.getModifiers());
    }

    private static EntryMethod of(RunInStore annotation, Method method, Class<?> targetClass, boolean scheduled) {
        return new EntryMethod(
                arrival(annotation.kind(), annotation.name(), method, targetClass),
                annotation.nested(),
                true,
                scheduled);
    }

    private static boolean isScheduled(Method method) {
        return !AnnotatedElementUtils.getMergedRepeatableAnnotations(method, Scheduled.class)
                .isEmpty();
    }

    private static MethodArrival arrival(String kind, String name, Method method, Class<?> targetClass) {
        String destination =
                name.isEmpty() ? ClassUtils.getUserClass(targetClass).getSimpleName() + "." + method.getName() : name;
        return new MethodArrival(kind, destination, method);
    }

    private static @Nullable String listenerAnnotation(Method method, Set<String> listeners) {
        MergedAnnotations annotations = MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY);
        for (String listener : listeners) {
            if (annotations.isPresent(listener)) {
                return listener;
            }
        }
        return null;
    }

    /** From {@code a.b.SqsListener} comes {@code SQS}. */
    private static String kind(String annotation) {
        String name = annotation.substring(Math.max(annotation.lastIndexOf('.'), annotation.lastIndexOf('$')) + 1);
        boolean isListener = name.endsWith(LISTENER) && name.length() > LISTENER.length();
        return (isListener ? name.substring(0, name.length() - LISTENER.length()) : name).toUpperCase(Locale.ROOT);
    }
}
