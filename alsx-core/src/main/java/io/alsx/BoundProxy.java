// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The behaviour of an interface that is bound to a context: each call goes to the target, inside the context. */
final class BoundProxy implements InvocationHandler {

    private static final Object[] NO_ARGUMENTS = {};

    private final ContextRunner runner;

    /** What it is bound to for {@code equals}: the runner, or what that was made of for this object alone. */
    private final ContextRunner context;

    private final Class<?> type;

    private final Object target;

    private BoundProxy(ContextRunner runner, ContextRunner context, Class<?> type, Object target) {
        this.runner = runner;
        this.context = context;
        this.type = type;
        this.target = target;
    }

    static <I> I of(ContextRunner runner, Class<I> type, I target) {
        return of(runner, runner, type, checked(type, target));
    }

    /** Bound to what is captured here and now. */
    static <I> I here(String resourceType, Class<I> type, I target) {
        ContextFrame context = CurrentFrame.get();
        return of(ContextRunner.capture(resourceType, checked(type, target)), context, type, target);
    }

    private static <I> I of(ContextRunner runner, ContextRunner context, Class<I> type, I target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new BoundProxy(runner, context, type, target)));
    }

    /** The target, if it can be bound. */
    static <I> I checked(Class<I> type, I target) {
        Objects.requireNonNull(target, "target");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("Cannot bind " + type.getName()
                    + ": it is not an interface. Bind the interface that its callers use.");
        }
        if (!isReachable(type)) {
            throw new IllegalArgumentException("Cannot bind " + type.getName() + ": its module does not let io.alsx"
                    + " call it. Add 'opens " + type.getPackageName() + " to io.alsx;' to the declaration of module "
                    + type.getModule().getName() + ".");
        }
        return target;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && bindsTheSame(arguments[0]);
                case "hashCode" -> target.hashCode();
                default -> target.toString();
            };
        }
        return runner.<@Nullable Object, Throwable>within(
                () -> call(proxy, method, arguments == null ? NO_ARGUMENTS : arguments));
    }

    private static boolean isReachable(Class<?> type) {
        Module here = BoundProxy.class.getModule();
        Module there = type.getModule();
        return isPublic(type)
                ? there.isExported(type.getPackageName(), here)
                : there.isOpen(type.getPackageName(), here);
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers());
    }

    private boolean bindsTheSame(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof BoundProxy bound
                && bound.context == context
                && bound.type == type
                && bound.target.equals(target);
    }

    private @Nullable Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.isDefault() && isPublic(method.getDeclaringClass()) && !overrides(method)) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        try {
            if (!isPublic(method.getDeclaringClass())) {
                method.setAccessible(true);
            }
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A default method that the target takes as it is runs on the proxy, so that what it composes is bound, too. */
    private boolean overrides(Method method) {
        try {
            return target.getClass()
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass()
                    != method.getDeclaringClass();
        } catch (NoSuchMethodException e) {
            return true;
        }
    }
}
