// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A method of {@link CompletionStage} that takes a function: each that the running JDK has, found by reflection. */
record StageMethod(Method method) {

    /** What the function does with its arguments. */
    interface Body {

        Object call(List<Object> arguments);
    }

    static List<StageMethod> all() {
        return Arrays.stream(CompletionStage.class.getMethods())
                .filter(StageMethod::takesFunction)
                .sorted(Comparator.comparing(Method::toString))
                .map(StageMethod::new)
                .toList();
    }

    static boolean takesFunction(Method method) {
        return Arrays.stream(method.getParameterTypes()).anyMatch(StageMethod::isFunction);
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    private static boolean isFunction(Class<?> type) {
        return type.isAnnotationPresent(FunctionalInterface.class);
    }

    boolean hasTwoSources() {
        return method.getParameterTypes()[0] == CompletionStage.class;
    }

    boolean isEither() {
        return method.getName().contains("Either");
    }

    boolean runsOn(boolean failure) {
        String name = method.getName();
        boolean onBoth = name.startsWith("handle") || name.startsWith("whenComplete");
        return onBoth || name.startsWith("exceptionally") == failure;
    }

    CompletionStage<?> call(CompletionStage<?> stage, CompletionStage<?> other, Executor executor, Body body) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type ->
                        isFunction(type) ? function(type, body) : type == Executor.class ? executor : (Object) other)
                .toArray();
        try {
            return (CompletionStage<?>) method.invoke(stage, arguments);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a composed one's is wanted only where the function has a result
    private Object function(Class<?> type, Body body) {
        if (body == null) {
            return null;
        }
        Body whole = method.getName().contains("ompose")
                ? arguments -> CompletableFuture.completedFuture(body.call(arguments))
                : body;
        if (type == Runnable.class) {
            return (Runnable) () -> whole.call(List.of());
        }
        if (type == Consumer.class) {
            return (Consumer<Object>) value -> whole.call(Arrays.asList(value));
        }
        if (type == BiConsumer.class) {
            return (BiConsumer<Object, Object>) (first, second) -> whole.call(Arrays.asList(first, second));
        }
        if (type == Function.class) {
            return (Function<Object, Object>) value -> whole.call(Arrays.asList(value));
        }
        if (type == BiFunction.class) {
            return (BiFunction<Object, Object, Object>) (first, second) -> whole.call(Arrays.asList(first, second));
        }
        throw new AssertionError("a new kind of function: " + method);
    }

    @Override
    public String toString() {
        return signature(method);
    }
}
