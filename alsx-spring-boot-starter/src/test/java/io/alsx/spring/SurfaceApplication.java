// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Everything around a controller that is called for a request, and notes what it sees. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({SurfaceController.class, SurfaceApplication.Advice.class})
class SurfaceApplication implements WebMvcConfigurer {

    private final Notes notes;

    SurfaceApplication(Notes notes) {
        this.notes = notes;
    }

    @Bean
    static RequestLog requestLog(AsyncLocalStorage<RequestStore> storage) {
        return new RequestLog(storage);
    }

    @Bean
    static Notes notes(RequestLog log) {
        return new Notes(log, new ConcurrentHashMap<>());
    }

    @Bean
    static FilterRegistrationBean<Filter> outermost(RequestLog log) {
        return everywhere(Ordered.HIGHEST_PRECEDENCE, (request, response, chain) -> {
            log.add("outside: before");
            try {
                chain.doFilter(request, response);
            } finally {
                log.add("outside: after");
            }
        });
    }

    @Bean
    static FilterRegistrationBean<Filter> innermost(Notes notes) {
        return everywhere(Ordered.LOWEST_PRECEDENCE, (request, response, chain) -> {
            notes.add(request, request.getDispatcherType().name());
            chain.doFilter(request, response);
        });
    }

    @Bean
    static ServletRegistrationBean<SurfaceServlet> rawServlet(Notes notes, AsyncLocalStorage<RequestStore> storage) {
        ServletRegistrationBean<SurfaceServlet> registration =
                new ServletRegistrationBean<>(new SurfaceServlet(notes, storage), "/raw/*");
        registration.setAsyncSupported(true);
        return registration;
    }

    private static FilterRegistrationBean<Filter> everywhere(int order, HttpFilter filter) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                filter.doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain));
        registration.setOrder(order);
        registration.setName("test" + order);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        return registration;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AsyncHandlerInterceptor() {
            @Override
            public void afterCompletion(
                    HttpServletRequest request,
                    HttpServletResponse response,
                    Object handler,
                    @Nullable Exception exception) {
                notes.add(request, "afterCompletion");
            }

            @Override
            public void afterConcurrentHandlingStarted(
                    HttpServletRequest request, HttpServletResponse response, Object handler) {
                notes.add(request, "afterConcurrentHandlingStarted");
            }
        });
    }

    @Override
    public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
        configurer.registerCallableInterceptors(new Callables(notes));
        configurer.registerDeferredResultInterceptors(new DeferredResults(notes));
    }

    private interface HttpFilter {

        void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;
    }

    /** What is seen where, under the path that was asked for. */
    record Notes(RequestLog log, ConcurrentMap<String, CountDownLatch> seen) {

        void add(String path, String what) {
            log.add(path + " " + what);
            latch(path, what).countDown();
        }

        /** Goes on waiting when interrupted, which is what a time-out does to a task. */
        void await(String path, String what) {
            while (true) {
                try {
                    if (!latch(path, what).await(60, TimeUnit.SECONDS)) {
                        throw new IllegalStateException(path + " " + what + " did not happen");
                    }
                    return;
                } catch (InterruptedException e) {
                    // waits on
                }
            }
        }

        private CountDownLatch latch(String path, String what) {
            return seen.computeIfAbsent(path + " " + what, where -> new CountDownLatch(1));
        }

        void add(HttpServletRequest request, String what) {
            for (String original : new String[] {AsyncContext.ASYNC_REQUEST_URI, RequestDispatcher.ERROR_REQUEST_URI}) {
                if (request.getAttribute(original) instanceof String path) {
                    add(path, what);
                    return;
                }
            }
            add(request.getRequestURI(), what);
        }

        void add(NativeWebRequest request, String what) {
            HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
            if (http != null) {
                add(http, what);
            }
        }
    }

    private record Callables(Notes notes) implements CallableProcessingInterceptor {

        @Override
        public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
            notes.add(request, "beforeConcurrentHandling");
        }

        @Override
        public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
            notes.add(request, "preProcess");
        }

        @Override
        public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
            notes.add(request, "postProcess");
        }

        @Override
        public <T> Object handleTimeout(NativeWebRequest request, Callable<T> task) {
            notes.add(request, "handleTimeout");
            return RESULT_NONE;
        }

        @Override
        public <T> Object handleError(NativeWebRequest request, Callable<T> task, Throwable t) {
            notes.add(request, "handleError");
            return RESULT_NONE;
        }

        @Override
        public <T> void afterCompletion(NativeWebRequest request, Callable<T> task) {
            notes.add(request, "completion");
        }
    }

    /** Not {@code postProcess}, which is called by whoever sets the result. */
    private record DeferredResults(Notes notes) implements DeferredResultProcessingInterceptor {

        @Override
        public <T> void beforeConcurrentHandling(NativeWebRequest request, DeferredResult<T> result) {
            notes.add(request, "beforeConcurrentHandling");
        }

        @Override
        public <T> void preProcess(NativeWebRequest request, DeferredResult<T> result) {
            notes.add(request, "preProcess");
        }

        @Override
        public <T> boolean handleTimeout(NativeWebRequest request, DeferredResult<T> result) {
            notes.add(request, "handleTimeout");
            return true;
        }

        @Override
        public <T> boolean handleError(NativeWebRequest request, DeferredResult<T> result, Throwable t) {
            notes.add(request, "handleError");
            return true;
        }

        @Override
        public <T> void afterCompletion(NativeWebRequest request, DeferredResult<T> result) {
            notes.add(request, "completion");
        }
    }

    /** What a handler of exceptions is made for. */
    static final class HandledException extends RuntimeException {}

    @ControllerAdvice
    static class Advice implements ResponseBodyAdvice<Object> {

        private final Notes notes;

        Advice(Notes notes) {
            this.notes = notes;
        }

        @ExceptionHandler({HandledException.class, AsyncRequestTimeoutException.class})
        @ResponseBody
        String handle(HttpServletRequest request) {
            notes.add(request, "@ExceptionHandler");
            return "handled";
        }

        @Override
        public boolean supports(
                MethodParameter returnType, Class<? extends HttpMessageConverter<?>> selectedConverterType) {
            return true;
        }

        @Override
        public @Nullable Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returnType,
                MediaType selectedContentType,
                Class<? extends HttpMessageConverter<?>> selectedConverterType,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            if (request instanceof ServletServerHttpRequest servlet) {
                notes.add(servlet.getServletRequest(), "body");
            }
            return body;
        }
    }
}
