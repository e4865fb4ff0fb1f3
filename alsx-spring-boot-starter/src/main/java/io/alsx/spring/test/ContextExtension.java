// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.Findings;
import io.alsx.spring.insight.ObserverSettings;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.context.ApplicationContext;

/** Does what {@link StrictContext} and {@link InStore} say. */
final class ContextExtension implements BeforeEachCallback, AfterEachCallback, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(ContextExtension.class);

    /** What watches a test, and what ends on its thread with it. */
    private record Watch(StrictContext strict, ContextObserver observer, Scope scope) {}

    @Override
    public void beforeEach(ExtensionContext test) {
        StrictContext strict = strict(test);
        if (strict != null) {
            ApplicationContext application = Applications.of(test);
            ContextObserver observer = new ContextObserver(
                    application == null
                            ? ExecutorCoverage.NONE
                            : application
                                    .getBeanProvider(ExecutorCoverage.class)
                                    .getIfAvailable(() -> ExecutorCoverage.NONE),
                    new ObserverSettings(mode(strict.lost()), mode(strict.misused()), false, 1));
            Scope scope = AsyncLocalStorage.snapshot().enter();
            test.getStore(NAMESPACE).put(Watch.class, new Watch(strict, observer, scope));
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Watch watch = test.getStore(NAMESPACE).remove(Watch.class, Watch.class);
        if (watch != null) {
            watch.observer().ended();
            watch.observer().destroy();
            watch.scope().close();
            List<String> problems = new ArrayList<>();
            problems.addAll(problems("Contexts were lost", watch.observer().lostContexts()));
            problems.addAll(problems("Scopes were misused", watch.observer().misusedScopes()));
            if (!problems.isEmpty()) {
                throw new AssertionError(String.join("\n", problems));
            }
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext test)
            throws Throwable {
        inStores(invocation, test);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext test)
            throws Throwable {
        inStores(invocation, test);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext test) throws Throwable {
        inStores(invocation, test);
    }

    private static void inStores(Invocation<Void> invocation, ExtensionContext test) throws Throwable {
        List<InStore> stores = nearest(
                        test,
                        place -> Optional.of(AnnotationSupport.findRepeatableAnnotations(place, InStore.class))
                                .filter(found -> !found.isEmpty()))
                .orElse(List.of());
        EnteredStores.of(stores, Applications.of(test)).run(invocation::proceed);
    }

    private static @Nullable StrictContext strict(ExtensionContext test) {
        return nearest(test, place -> AnnotationSupport.findAnnotation(place, StrictContext.class))
                .orElse(null);
    }

    /** What the method has, else its class, else the class that this is nested in. A dynamic test has its factory's. */
    private static <T> Optional<T> nearest(ExtensionContext test, Function<AnnotatedElement, Optional<T>> find) {
        Optional<T> found = test.getElement().flatMap(find);
        return found.isPresent() ? found : test.getParent().flatMap(around -> nearest(around, find));
    }

    private static DiagnosticsMode mode(boolean on) {
        return on ? DiagnosticsMode.LOG : DiagnosticsMode.OFF;
    }

    private static List<String> problems(String what, Findings<?> findings) {
        return findings.total() == 0
                ? List.of()
                : List.of(what + ", " + findings.total() + " in all:\n"
                        + findings.recent().stream()
                                .map(Object::toString)
                                .distinct()
                                .collect(Collectors.joining("\n")));
    }
}
