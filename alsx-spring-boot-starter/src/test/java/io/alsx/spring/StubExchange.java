// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A request and its response that allocate nothing, so that what a filter allocates is its own. */
public final class StubExchange {

    /** A chain at whose end nothing happens. */
    public static final FilterChain CHAIN = (request, response) -> {};

    private final Request request;

    private final HttpServletResponse response = new Response();

    /** An exchange whose request brings this id along, or none. */
    public StubExchange(@Nullable String id) {
        this.request = new Request(id);
    }

    /** The request of a new exchange, with no attribute. */
    public HttpServletRequest newRequest() {
        request.attribute = null;
        return request;
    }

    public HttpServletResponse response() {
        return response;
    }

    private static <I> I unsupported(Class<I> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new UnsupportedOperationException(method.toString());
        }));
    }

    private static final class Request extends HttpServletRequestWrapper {

        private final @Nullable String id;

        private @Nullable Object attribute;

        Request(@Nullable String id) {
            super(unsupported(HttpServletRequest.class));
            this.id = id;
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return attribute;
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            attribute = value;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return id;
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getRequestURI() {
            return "/orders";
        }

        @Override
        public DispatcherType getDispatcherType() {
            return DispatcherType.REQUEST;
        }
    }

    private static final class Response extends HttpServletResponseWrapper {

        Response() {
            super(unsupported(HttpServletResponse.class));
        }

        @Override
        public boolean isCommitted() {
            return false;
        }

        @Override
        public void setHeader(String name, String value) {
            // goes nowhere
        }
    }
}
