// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What requests of a test without a server see. */
abstract class MockMvcContract {

    @Autowired
    private MockMvc mvc;

    @Autowired
    private AsyncLocalStorage<RequestStore> storage;

    @BeforeEach
    void clear() {
        Application.SEEN.clear();
    }

    @Test
    @Surface(value = "Tests: MockMvc, `@WebMvcTest` and `@AutoConfigureMockMvc`", virtual = false)
    void seesOneStoreInEachDispatch() throws Exception {
        MvcResult first =
                mvc.perform(get("/callable").header("X-Request-Id", "abc")).andReturn();
        MvcResult second = mvc.perform(asyncDispatch(first)).andReturn();

        assertThat(second.getResponse().getContentAsString()).isEqualTo("abc");
        assertThat(Application.SEEN)
                .hasSize(4)
                .allSatisfy(store -> assertThat(store).isNotNull().isSameAs(Application.SEEN.get(0)));
    }

    @Test
    void hasTheAspect() throws Exception {
        assertThat(mvc.perform(get("/resource")).andReturn().getResponse().getContentAsString())
                .isEqualTo("Controller.resource");
    }

    @Test
    void givesTheTestItsOwnContextBack() throws Exception {
        RequestStore own = new RequestStore("own", "GET", "/");
        storage.run(own, () -> {
            MvcResult result =
                    mvc.perform(get("/entering").header("X-Request-Id", "abc")).andReturn();
            assertThat(result.getResponse().getContentAsString()).isEqualTo("abc");
            assertThat(storage.getStore()).isSameAs(own);
            return result;
        });
        mvc.perform(get("/entering")).andReturn();
        assertThat(storage.getStore()).isNull();
    }

    /** Nothing works, and everything starts. */
    abstract static class Off {

        @Autowired
        private MockMvc mvc;

        @Test
        void seesNoStore() throws Exception {
            assertThat(mvc.perform(get("/resource")).andReturn().getResponse().getContentAsString())
                    .isEqualTo("ROOT");
            assertThat(Application.SEEN.get(Application.SEEN.size() - 1)).isNull();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application implements WebMvcConfigurer {

        static final List<@Nullable RequestStore> SEEN = new CopyOnWriteArrayList<>();

        @Autowired
        private AsyncLocalStorage<RequestStore> storage;

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(new HandlerInterceptor() {
                @Override
                public boolean preHandle(
                        jakarta.servlet.http.HttpServletRequest request,
                        jakarta.servlet.http.HttpServletResponse response,
                        Object handler) {
                    SEEN.add(storage.getStore());
                    return true;
                }
            });
        }
    }

    @RestController
    static class Controller {

        private final AsyncLocalStorage<RequestStore> storage;

        Controller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            AsyncLocalStorage<RequestStore> storage = this.storage;
            Application.SEEN.add(storage.getStore());
            return () -> {
                Application.SEEN.add(storage.getStore());
                return storage.requireStore().requestId();
            };
        }

        @WithAsyncResource
        @GetMapping("/resource")
        String resource() {
            return AsyncHooks.executionAsyncResource().type();
        }

        @GetMapping("/entering")
        String entering() {
            String id = storage.requireStore().requestId();
            storage.enterWith(new RequestStore("left", "GET", "/"));
            return id;
        }
    }
}
