// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Requests that are dispatched in every way there is, with a filter on the outside and one on the inside. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(DispatchApplication.Controller.class)
class DispatchApplication {

    static final AtomicInteger running = new AtomicInteger();

    static volatile @Nullable Throwable thrown;

    static volatile @Nullable Throwable caught;

    @Bean
    RequestLog requestLog(AsyncLocalStorage<RequestStore> storage) {
        return new RequestLog(storage);
    }

    @Bean
    FilterRegistrationBean<Filter> outermost(AsyncLocalStorage<RequestStore> storage, RequestLog log) {
        return everywhere(Ordered.HIGHEST_PRECEDENCE, (request, response, chain) -> {
            if (request.getDispatcherType() == DispatcherType.FORWARD
                    || request.getDispatcherType() == DispatcherType.INCLUDE) {
                chain.doFilter(request, response);
                return;
            }
            running.incrementAndGet();
            log.add("outside: before");
            boolean entered = request.getHeader("X-Outer") != null;
            if (entered) {
                storage.enterWith(new RequestStore("of the outer filter", "", ""));
                RequestLog.OTHER.enterWith("of the outer filter");
            }
            try {
                chain.doFilter(request, response);
            } catch (IOException | ServletException | RuntimeException e) {
                caught = e;
                throw e;
            } finally {
                log.add("outside: after");
                if (entered) {
                    storage.enterWith(null);
                    RequestLog.OTHER.enterWith(null);
                }
                running.decrementAndGet();
            }
        });
    }

    @Bean
    FilterRegistrationBean<Filter> innermost(AsyncLocalStorage<RequestStore> storage, RequestLog log) {
        return everywhere(Ordered.LOWEST_PRECEDENCE, (request, response, chain) -> {
            log.add(request.getDispatcherType().name());
            if (request.getRequestURI().equals("/throw-in-filter")
                    && request.getDispatcherType() == DispatcherType.REQUEST) {
                IllegalStateException failure = new IllegalStateException("thrown in a filter");
                thrown = failure;
                throw failure;
            }
            leak("filter", request, storage);
            chain.doFilter(request, response);
        });
    }

    @Bean
    WebMvcConfigurer interceptor(AsyncLocalStorage<RequestStore> storage, RequestLog log) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                        if (request.getDispatcherType() == DispatcherType.ERROR) {
                            log.add("interceptor of " + request.getRequestURI());
                        }
                        leak("interceptor", request, storage);
                        return true;
                    }
                });
            }
        };
    }

    /** The name is what Spring Boot's error controller shows. */
    @Bean
    View error(RequestLog log) {
        return new View() {
            @Override
            public String getContentType() {
                return "text/html";
            }

            @Override
            public void render(
                    @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
                log.add("own error view");
            }
        };
    }

    private static FilterRegistrationBean<Filter> everywhere(int order, HttpFilter filter) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) ->
                filter.doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain));
        registration.setOrder(order);
        registration.setName("test" + order);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    static void leak(String where, HttpServletRequest request, AsyncLocalStorage<RequestStore> storage) {
        if (where.equals(request.getHeader("X-Leak"))) {
            storage.enterWith(new RequestStore("leaked", "", ""));
            RequestLog.OTHER.enterWith("leaked");
        }
    }

    private interface HttpFilter {

        void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        private final RequestLog log;

        Controller(AsyncLocalStorage<RequestStore> storage, RequestLog log) {
            this.storage = storage;
            this.log = log;
        }

        @GetMapping("/plain")
        String plain(HttpServletRequest request) {
            log.add("controller");
            leak("controller", request, storage);
            return "plain";
        }

        @GetMapping("/id")
        String id(HttpServletRequest request) {
            String id = storage.requireStore().requestId();
            leak("controller", request, storage);
            return id;
        }

        @GetMapping("/id-callable")
        Callable<String> idCallable() {
            return () -> storage.requireStore().requestId();
        }

        @GetMapping("/callable")
        Callable<String> callable(HttpServletRequest request) {
            log.add("controller");
            boolean leaks = "callable".equals(request.getHeader("X-Leak"));
            RequestLog.OTHER.enterWith("controller".equals(request.getHeader("X-Leak")) ? "leaked" : null);
            return () -> {
                log.add("callable");
                if (leaks) {
                    storage.enterWith(new RequestStore("leaked", "", ""));
                    RequestLog.OTHER.enterWith("leaked");
                }
                return "callable";
            };
        }

        @GetMapping("/callable-throw")
        Callable<String> callableThrow() {
            log.add("controller");
            return () -> {
                log.add("callable");
                throw new IllegalStateException("thrown in a callable");
            };
        }

        @GetMapping("/web-async-task")
        WebAsyncTask<String> webAsyncTask() {
            log.add("controller");
            return new WebAsyncTask<>(10_000L, () -> {
                log.add("callable");
                return "task";
            });
        }

        @GetMapping({"/deferred", "/deferred-seen"})
        DeferredResult<String> deferred(HttpServletRequest request) {
            log.add("controller");
            DeferredResult<String> result = new DeferredResult<>(10_000L);
            boolean seen = request.getRequestURI().endsWith("seen");
            new Thread(() -> {
                        if (seen) {
                            log.add("outside: setter");
                        }
                        result.setResult("deferred");
                    })
                    .start();
            return result;
        }

        @GetMapping("/future")
        CompletableFuture<String> future() {
            log.add("controller");
            return CompletableFuture.supplyAsync(() -> "future");
        }

        @GetMapping("/throw")
        String fail() {
            log.add("controller");
            throw new IllegalStateException("thrown in a controller");
        }

        @GetMapping("/send-error")
        void sendError(HttpServletResponse response) throws IOException {
            log.add("controller");
            response.sendError(418);
        }

        @GetMapping("/forward")
        void forward(@RequestParam("to") String to, HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            log.add("controller");
            request.getRequestDispatcher(to).forward(request, response);
        }

        @GetMapping("/include")
        void include(@RequestParam("to") String to, HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            log.add("controller");
            request.getRequestDispatcher(to).include(request, response);
        }

        @GetMapping("/enter-and-forward")
        void enterAndForward(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            RequestLog.OTHER.enterWith("entered before the forward");
            request.getRequestDispatcher("/other").forward(request, response);
        }

        @GetMapping("/enter-and-include")
        void enterAndInclude(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            RequestLog.OTHER.enterWith("entered before the include");
            request.getRequestDispatcher("/other").include(request, response);
        }

        @GetMapping("/other")
        String other() {
            return String.valueOf(RequestLog.OTHER.getStore());
        }

        @GetMapping("/enter-request-store-and-forward")
        void enterRequestStoreAndForward(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            storage.enterWith(new RequestStore("entered before the forward", "GET", "/"));
            request.getRequestDispatcher("/id").forward(request, response);
        }
    }
}
