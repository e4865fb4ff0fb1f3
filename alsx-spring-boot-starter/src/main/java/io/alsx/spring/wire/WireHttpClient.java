// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.ContextFutures;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client that writes what crosses to the requests that another one sends. */
final class WireHttpClient extends HttpClient {

    private final HttpClient delegate;

    private final OutgoingFields fields;

    WireHttpClient(HttpClient delegate, OutgoingFields fields) {
        this.delegate = delegate;
        this.fields = fields;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return delegate.send(written(request), handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return followed(delegate.sendAsync(written(request), handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushes) {
        return followed(delegate.sendAsync(written(request), handler, pushes));
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return delegate.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return delegate.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return delegate.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return delegate.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return delegate.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return delegate.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return delegate.authenticator();
    }

    @Override
    public Version version() {
        return delegate.version();
    }

    @Override
    public Optional<Executor> executor() {
        return delegate.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return delegate.newWebSocketBuilder();
    }

    /** From JDK 21 on an {@code AutoCloseable}, as the other one is. */
    @SuppressWarnings({"MissingOverride", "unused"})
    public void close() throws Exception {
        if (delegate instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** From JDK 21 on, as the following three. */
    @SuppressWarnings({"MissingOverride", "unused"})
    public void shutdown() throws Throwable {
        End.SHUTDOWN.invokeExact(delegate);
    }

    @SuppressWarnings({"MissingOverride", "unused"})
    public void shutdownNow() throws Throwable {
        End.SHUTDOWN_NOW.invokeExact(delegate);
    }

    @SuppressWarnings({"MissingOverride", "unused"})
    public boolean awaitTermination(Duration limit) throws Throwable {
        return (boolean) End.AWAIT.invokeExact(delegate, limit);
    }

    @SuppressWarnings({"MissingOverride", "unused"})
    public boolean isTerminated() throws Throwable {
        return (boolean) End.IS_TERMINATED.invokeExact(delegate);
    }

    /** Cancels the exchange with what follows it; {@code allOf} makes a plain future, which captures no context. */
    private static <T> CompletableFuture<T> followed(CompletableFuture<T> exchange) {
        CompletableFuture<T> future = ContextFutures.follow(exchange);
        CompletableFuture<Void> unused = CompletableFuture.allOf(future).whenComplete((nothing, failure) -> {
            if (future.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return future;
    }

    private HttpRequest written(HttpRequest request) {
        String host = request.uri().getHost();
        Map<String, String> added = fields.added(
                host == null ? "" : host,
                name -> request.headers().firstValue(name).isEmpty()
                        ? null
                        : String.join(",", request.headers().allValues(name)));
        if (added.isEmpty()) {
            return request;
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
        added.forEach(copy::setHeader);
        return copy.build();
    }

    /** How clients end. Not loaded before JDK 21, where nobody calls the methods that need it. */
    private static final class End {

        static final MethodHandle SHUTDOWN = method("shutdown", void.class);

        static final MethodHandle SHUTDOWN_NOW = method("shutdownNow", void.class);

        static final MethodHandle AWAIT = method("awaitTermination", boolean.class, Duration.class);

        static final MethodHandle IS_TERMINATED = method("isTerminated", boolean.class);

        private static MethodHandle method(String name, Class<?> result, Class<?>... parameters) {
            try {
                return MethodHandles.publicLookup()
                        .findVirtual(HttpClient.class, name, MethodType.methodType(result, parameters));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
