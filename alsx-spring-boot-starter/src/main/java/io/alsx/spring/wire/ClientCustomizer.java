// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.util.ClassUtils;

/**
 * A customizer of Spring Boot's for a kind of client. Its type is an interface with one method for the client or its
 * builder, and in another package on each line of Spring Boot; so it is made of what is there.
 *
 * @param <C> what is customized
 */
public final class ClientCustomizer<C> implements FactoryBean<Object>, BeanClassLoaderAware {

    /** The names that the interface for builders of a {@code RestClient} has had. */
    public static final List<String> REST_CLIENT = List.of(
            "org.springframework.boot.restclient.RestClientCustomizer",
            "org.springframework.boot.web.client.RestClientCustomizer");

    /** The names that the interface for a {@code RestTemplate} has had. */
    public static final List<String> REST_TEMPLATE = List.of(
            "org.springframework.boot.restclient.RestTemplateCustomizer",
            "org.springframework.boot.web.client.RestTemplateCustomizer");

    /** The names that the interface for builders of a {@code WebClient} has had. */
    public static final List<String> WEB_CLIENT = List.of(
            "org.springframework.boot.webclient.WebClientCustomizer",
            "org.springframework.boot.web.reactive.function.client.WebClientCustomizer");

    private final List<String> types;

    private final Class<C> customized;

    private final Consumer<C> customizer;

    private @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();

    /**
     * Makes it.
     *
     * @param types the names that the interface has had
     * @param customized what is customized
     * @param customizer how
     */
    public ClientCustomizer(List<String> types, Class<C> customized, Consumer<C> customizer) {
        this.types = List.copyOf(types);
        this.customized = customized;
        this.customizer = customizer;
    }

    @Override
    public void setBeanClassLoader(ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    /** None where Spring Boot has no such customizer. */
    @Override
    public @Nullable Class<?> getObjectType() {
        return types.stream()
                .filter(type -> ClassUtils.isPresent(type, classLoader))
                .findFirst()
                .<Class<?>>map(type -> ClassUtils.resolveClassName(type, classLoader))
                .orElse(null);
    }

    @Override
    public @Nullable Object getObject() {
        Class<?> type = getObjectType();
        return type == null
                ? null
                : Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> called(proxy, method, arguments));
    }

    private @Nullable Object called(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        if (arguments != null && arguments.length == 1 && customized.isInstance(arguments[0])) {
            customizer.accept(customized.cast(arguments[0]));
            return null;
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "alsx";
        };
    }
}
