// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The store of the request as a parameter of a controller's method. The filter is at work below /in only. */
class StoreParameterTest {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(OwnStore.class, "alsx.web.url-patterns=/in/*");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/in/store, a",
        "/in/subclass, of a",
        "/in/optional, Optional[of a]",
        "/in/nullable, a",
        "/in/entered, entered",
        "/in/failing, a failed",
        "/out/optional, Optional.empty",
        "/out/nullable, null",
    })
    void givesTheCurrentStore(String path, String expected) {
        assertThat(application.body(path, "X-Request-Id", "a")).isEqualTo(expected);
    }

    @Test
    void saysWhatIsWrongWhereThereIsNone() {
        assertThat(application.body("/out/store"))
                .contains("Parameter 0 (io.alsx.spring.RequestStore)")
                .contains("Controller.store(")
                .contains("needs a store, and this code runs without one")
                .contains("alsx.web.url-patterns");
    }

    @Test
    void saysWhatIsWrongWhereItIsOfAnotherType() {
        try (var plain = RunningApplication.withWebServer(PlainStore.class)) {
            assertThat(plain.body("/in/subclass"))
                    .contains("Parameter 0 (io.alsx.spring.StoreParameterTest$Agent)")
                    .contains("which is io.alsx.spring.RequestStore")
                    .contains("RequestStoreFactory");
            assertThat(plain.body("/in/store", "X-Request-Id", "a")).isEqualTo("a");
        }
    }

    @Test
    void leavesParametersToSpringWhereSwitchedOff() {
        try (var off = RunningApplication.withWebServer(PlainStore.class, "alsx.web.store-parameters=false")) {
            assertThat(off.body("/in/store", "X-Request-Id", "a")).isNotEqualTo("a");
            assertThat(off.body("/in/id", "X-Request-Id", "a")).isEqualTo("a");
        }
    }

    @Test
    void givesWayToAResolverOfTheApplication() {
        try (var own = RunningApplication.withWebServer(OwnResolver.class)) {
            assertThat(own.body("/in/store", "X-Request-Id", "a")).isEqualTo("own");
        }
    }

    static final class Agent extends RequestStore {

        Agent(RequestInfo request) {
            super(request);
        }

        @Override
        public String toString() {
            return "of " + requestId();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class PlainStore {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class OwnStore {

        @Bean
        RequestStoreFactory agents() {
            return Agent::new;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class OwnResolver implements WebMvcConfigurer {

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(new HandlerMethodArgumentResolver() {
                @Override
                public boolean supportsParameter(MethodParameter parameter) {
                    return parameter.getParameterType() == RequestStore.class;
                }

                @Override
                public Object resolveArgument(
                        MethodParameter parameter,
                        @Nullable ModelAndViewContainer container,
                        NativeWebRequest request,
                        @Nullable WebDataBinderFactory binders) {
                    return new RequestStore("own", "GET", "/");
                }
            });
        }
    }

    static final class Failure extends RuntimeException {}

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping({"/in/store", "/out/store"})
        String store(RequestStore store) {
            return store.requestId();
        }

        @GetMapping({"/in/subclass", "/out/subclass"})
        String subclass(Agent store) {
            return store.toString();
        }

        @GetMapping({"/in/optional", "/out/optional"})
        String optional(Optional<Agent> store) {
            return store.toString();
        }

        @GetMapping({"/in/nullable", "/out/nullable"})
        String nullable(@Nullable RequestStore store) {
            return store == null ? "null" : store.requestId();
        }

        @GetMapping("/in/id")
        String id() {
            return storage.requireStore().requestId();
        }

        @GetMapping("/in/failing")
        Callable<String> failing() {
            return () -> {
                throw new Failure();
            };
        }

        @GetMapping("/in/entered")
        void entered(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            storage.enterWith(new RequestStore("entered", "GET", "/"));
            request.getRequestDispatcher("/in/store").forward(request, response);
        }

        @ExceptionHandler(Failure.class)
        String failed(RequestStore store) {
            return store.requestId() + " failed";
        }

        @ExceptionHandler(IllegalStateException.class)
        String wrong(IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
