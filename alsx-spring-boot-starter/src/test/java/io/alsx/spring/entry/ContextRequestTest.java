// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.RequestStore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.util.WebUtils;

/** Layers around a request, its asynchronous context and its listeners that nobody notices. */
class ContextRequestTest {

    private static final ContextBridge.Captured NOTHING = () -> () -> {};

    private static final ContextBridge NONE = new ContextBridge() {
        @Override
        public Captured capture() {
            return NOTHING;
        }

        @Override
        public Captured nothing() {
            return NOTHING;
        }
    };

    private final AsyncLocalStorage<RequestStore> storage = AsyncLocalStorage.named("request");

    private final RequestStore store = new RequestStore("a", "GET", "/");

    private final RequestContext context =
            storage.run(store, () -> RequestContext.current(storage, storage.requireStore()));

    private final List<Method> called = new ArrayList<>();

    @Test
    void isFoundUnderItsLayers() {
        MockHttpServletRequest request = new MockHttpServletRequest();

        HttpServletRequest wrapped = ContextRequest.of(request, context, NONE);

        assertThat(wrapped).isNotSameAs(request);
        assertThat(WebUtils.getNativeRequest(wrapped, MockHttpServletRequest.class))
                .isSameAs(request);
    }

    @Test
    void isNotPutAroundItselfThroughOtherLayers() {
        HttpServletRequest once = ContextRequest.of(new MockHttpServletRequest(), context, NONE);
        HttpServletRequest layered = new HttpServletRequestWrapper(new HttpServletRequestWrapper(once));

        assertThat(ContextRequest.of(once, context, NONE)).isSameAs(once);
        assertThat(ContextRequest.of(layered, context, NONE)).isSameAs(layered);
    }

    @Test
    void isPutAroundThatOfAnotherFilter() {
        HttpServletRequest once = ContextRequest.of(new MockHttpServletRequest(), context, NONE);

        assertThat(ContextRequest.of(once, RequestContext.none(storage), NONE)).isNotSameAs(once);
    }

    @Test
    void givesTheSameAsynchronousContextEachTime() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        HttpServletRequest wrapped = ContextRequest.of(request, context, NONE);

        assertThat(wrapped.getAsyncContext()).isNull();
        AsyncContext started = wrapped.startAsync(wrapped, new MockHttpServletResponse());

        assertThat(started.getRequest()).isSameAs(wrapped);
        assertThat(wrapped.getAsyncContext()).isEqualTo(started).hasSameHashCodeAs(started);
        assertThat(wrapped.startAsync()).isInstanceOf(ContextAsyncContext.class);
        assertThat(request.getAsyncContext()).isInstanceOf(MockAsyncContext.class);
    }

    @ParameterizedTest
    @MethodSource("methodsOfAsyncContext")
    void handsEachMethodOfTheAsynchronousContextOn(Method method) throws Exception {
        AsyncContext wrapped = new ContextAsyncContext(recording(AsyncContext.class, null), context, NONE);

        method.invoke(wrapped, argumentsOf(method));

        assertThat(called).containsExactly(method);
        assertThat(declares(ContextAsyncContext.class, method)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("methodsOfAsyncListener")
    void callsEachMethodOfAListenerInTheContextOfItsRegistration(Method method) throws Exception {
        List<@Nullable RequestStore> seen = new ArrayList<>();
        AsyncListener wrapped = new ContextAsyncListener(
                recording(AsyncListener.class, () -> seen.add(storage.getStore())),
                context,
                context.snapshot(),
                NONE,
                NOTHING);

        method.invoke(wrapped, event());

        assertThat(called).containsExactly(method);
        assertThat(seen).containsExactly(store);
        assertThat(declares(ContextAsyncListener.class, method)).isTrue();
    }

    @Test
    void givesTheThreadItsContextBackWhateverAListenerDoes() {
        RequestStore other = new RequestStore("b", "GET", "/");
        IOException failure = new IOException();
        AsyncListener listener = new ContextAsyncListener(
                recording(AsyncListener.class, () -> {
                    storage.enterWith(null);
                    throw failure;
                }),
                context,
                context.snapshot(),
                NONE,
                NOTHING);

        storage.run(other, () -> {
            assertThatThrownBy(() -> listener.onComplete(event())).isSameAs(failure);
            assertThat(storage.getStore()).isSameAs(other);
        });
    }

    @Test
    void givesListenersTheWholeEventWithAnAsynchronousContextThatBinds() throws IOException {
        AsyncEvent original = event();
        List<AsyncEvent> seen = new ArrayList<>();
        AsyncListener listener = (AsyncListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AsyncListener.class}, (proxy, method, arguments) -> {
                    seen.add((AsyncEvent) arguments[0]);
                    return null;
                });

        new ContextAsyncListener(listener, context, Snapshot.empty(), NONE, NOTHING).onError(original);

        assertThat(seen).singleElement().satisfies(event -> {
            assertThat(event.getAsyncContext())
                    .isEqualTo(new ContextAsyncContext(original.getAsyncContext(), context, NONE));
            assertThat(event.getSuppliedRequest()).isSameAs(original.getSuppliedRequest());
            assertThat(event.getSuppliedResponse()).isSameAs(original.getSuppliedResponse());
            assertThat(event.getThrowable()).isSameAs(original.getThrowable());
        });
    }

    static Stream<Method> methodsOfAsyncContext() {
        return Arrays.stream(AsyncContext.class.getMethods());
    }

    static Stream<Method> methodsOfAsyncListener() {
        return Arrays.stream(AsyncListener.class.getMethods());
    }

    private static AsyncEvent event() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        MockHttpServletResponse response = new MockHttpServletResponse();
        return new AsyncEvent(new MockAsyncContext(request, response), request, response, new IOException());
    }

    private static boolean declares(Class<?> type, Method method) throws NoSuchMethodException {
        return type.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass() == type;
    }

    private static @Nullable Object[] argumentsOf(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    if (type == long.class) {
                        return 1L;
                    }
                    if (type == Class.class) {
                        return AsyncListener.class;
                    }
                    return type == Runnable.class ? (Runnable) () -> {} : null;
                })
                .toArray();
    }

    private <T> T recording(Class<T> type, @Nullable ThrowingCode code) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            called.add(method);
            if (code != null) {
                code.run();
            }
            Class<?> result = method.getReturnType();
            return result == boolean.class ? (Object) true : result == long.class ? (Object) 1L : null;
        };
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface ThrowingCode {

        void run() throws IOException;
    }
}
