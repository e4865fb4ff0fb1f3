// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import java.lang.annotation.Annotation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Hands the current store to methods of controllers that have a parameter of its type, or of an {@link Optional} of it.
 * Where there is no store, a parameter that may be null gets null, and any other one fails the request.
 */
public final class RequestStoreArgumentResolver implements HandlerMethodArgumentResolver {

    private final AsyncLocalStorage<? extends RequestStore> storage;

    /**
     * Makes the resolver.
     *
     * @param storage where the store of the request is
     */
    public RequestStoreArgumentResolver(AsyncLocalStorage<? extends RequestStore> storage) {
        this.storage = storage;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return RequestStore.class.isAssignableFrom(typeOf(parameter));
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        RequestStore store = storage.getStore();
        if (store != null && !typeOf(parameter).isInstance(store)) {
            throw new IllegalStateException(
                    describe(parameter) + " is not of the type of the request's store, which is "
                            + store.getClass().getName() + ". Have a RequestStoreFactory make what it needs.");
        }
        if (parameter.getParameterType() == Optional.class) {
            return Optional.ofNullable(store);
        }
        if (store == null && !isNullable(parameter)) {
            throw new IllegalStateException(
                    describe(parameter) + " needs a store, and this code runs without one. Is the request one"
                            + " of those that alsx.web.url-patterns names? If the store may be missing, make the"
                            + " parameter an Optional or annotate it with @Nullable.");
        }
        return store;
    }

    private static Class<?> typeOf(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType();
    }

    /** Before Spring Framework 7, a parameter does not know of an annotation on its type. */
    private static boolean isNullable(MethodParameter parameter) {
        if (parameter.isOptional()) {
            return true;
        }
        for (Annotation annotation : parameter.getParameter().getAnnotatedType().getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    private static String describe(MethodParameter parameter) {
        return "Parameter " + parameter.getParameterIndex() + " ("
                + typeOf(parameter).getName() + ") of "
                + parameter.getExecutable().toGenericString();
    }
}
