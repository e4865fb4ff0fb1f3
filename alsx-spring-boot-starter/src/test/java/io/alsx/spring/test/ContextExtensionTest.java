// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.RequestStore;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.MockMvcWebTestClient;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** What the annotations for tests do to tests, each of which is run for real. */
class ContextExtensionTest {

    /** Of each test of {@link Tests}, how it ended: the message of its failure, or nothing. */
    private static final Map<String, String> RESULTS = new TreeMap<>();

    static final String FROM_HERE = "is run by the test around it only";

    @BeforeAll
    static void run() {
        RESULTS.putAll(run(Tests.class));
        RESULTS.putAll(run(NotOfSpring.class));
        RESULTS.putAll(run(InAStoreEach.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isClean",
                "isInTheStoreOfARequest",
                "isInStoresOfOtherStorages",
                "comesAfterOneThatLeftSomething",
                "mayLoseWhatItSaysItDoes",
                "mockMvcHasAStoreOfItsOwn",
                "webTestClientHasAStoreOfItsOwn",
                "restTestClientHasAStoreOfItsOwn",
                "readsNothingAtAll",
                "isRepeatedInTheStore(int)[1]",
                "isRepeatedInTheStore(int)[2]",
                "isCleanWithoutSpring",
                "isInTheStoreOfTheClass",
                "isInItsOwn"
            })
    void passes(String test) {
        assertThat(RESULTS).containsEntry(test, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            losesOnTheCommonPool     | Contexts were lost, 1 in all | No store of 'request'        | the common pool
            losesOnAnExecutorOfTheJdk| Contexts were lost, 1 in all | ContextExtensionTest         | executor 'jdk'
            losesOnAThreadOfItsOwn   | Contexts were lost, 1 in all | by hand                      | propagating(threadFactory)
            losesInARequest          | Contexts were lost, 1 in all | executor 'jdk'               | AsyncLocalStorage.bind
            leavesAScopeOpen         | Scopes were misused, 1 in all| was never closed             | try-with-resources
            closesTwice              | Scopes were misused, 1 in all| was closed again             | Close it once
            closesOutOfOrder         | Scopes were misused          | was closed before            | Nest scopes
            entersForGood            | Scopes were misused, 1 in all| nothing around it            | Use run(...)
            losesAndFails            | it failed for itself         | it failed                    | it failed
            needsAnApplication       | needs an application         | @SpringBootTest              | InStore
            namesNoStorage           | has no storage for           | Name a bean of type          | nobody
            namesNoStore             | has no store                 | Give it the id of a request  | storage
            """)
    void fails(String test, String what, String where, String remedy) {
        assertThat(RESULTS)
                .hasEntrySatisfying(
                        test,
                        message -> assertThat(message)
                                .contains(what)
                                .contains(where)
                                .contains(remedy));
    }

    /** How each of the tests ended. */
    static Map<String, String> run(Class<?> tests) {
        Map<String, String> results = new TreeMap<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*DisabledCondition")
                .build();
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(config).execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    String id = test.getLegacyReportingName();
                    String name = id.endsWith("()") ? id.substring(0, id.length() - 2) : id;
                    results.put(name, result.getThrowable().map(String::valueOf).orElse(""));
                }
            }
        });
        return results;
    }

    @SpringBootTest(classes = Application.class, properties = "alsx.logging.mdc.enabled=false")
    @Disabled(FROM_HERE)
    @StrictContext
    static class Tests {

        @Autowired
        AsyncLocalStorage<RequestStore> requests;

        @Autowired
        AsyncLocalStorage<String> tenants;

        @Autowired
        @Qualifier("jdk")
        ExecutorService jdk;

        @Autowired
        WebApplicationContext application;

        @Autowired
        @Qualifier("requestStoreFilter")
        FilterRegistrationBean<?> filter;

        @Test
        @InStore(requestId = "abc")
        void isClean() {
            assertThat(CompletableFuture.supplyAsync(AsyncLocalStorage.bindSupplier(this::id))
                            .join())
                    .isEqualTo("abc");
        }

        @Test
        @InStore(requestId = "abc")
        void isInTheStoreOfARequest() {
            assertThat(requests.requireStore().requestId()).isEqualTo("abc");
        }

        @Test
        @InStore(requestId = "abc")
        @InStore(storage = "tenants", store = Acme.class)
        void isInStoresOfOtherStorages() {
            assertThat(id() + tenants.getStore()).isEqualTo("abcacme");
        }

        @Test
        void readsNothingAtAll() {
            assertThat(requests.getStore()).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @InStore(requestId = "abc")
        void isRepeatedInTheStore(int number) {
            assertThat(id()).isEqualTo("abc");
        }

        @Test
        @InStore(requestId = "abc")
        void losesOnTheCommonPool() {
            CompletableFuture.supplyAsync(this::id).join();
        }

        @Test
        @InStore(requestId = "abc")
        void losesOnAnExecutorOfTheJdk() throws Exception {
            jdk.submit(this::id).get();
        }

        @Test
        @InStore(requestId = "abc")
        void losesOnAThreadOfItsOwn() throws Exception {
            Thread thread = new Thread(this::id, "own");
            thread.start();
            thread.join();
        }

        @Test
        void losesInARequest() throws Exception {
            mockMvc().perform(get("/lost")).andExpect(content().string("null"));
        }

        @Test
        @StrictContext(lost = false)
        void mayLoseWhatItSaysItDoes() {
            CompletableFuture.supplyAsync(this::id).join();
        }

        @Test
        void leavesAScopeOpen() {
            tenants.withScope("left");
            assertThat(tenants.getStore()).isEqualTo("left");
        }

        @Test
        void closesTwice() {
            Scope scope = tenants.withScope("twice");
            scope.close();
            scope.close();
        }

        @Test
        void closesOutOfOrder() {
            Scope outer = tenants.withScope("outer");
            Scope inner = tenants.withScope("inner");
            outer.close();
            inner.close();
        }

        @Test
        void entersForGood() {
            tenants.enterWith("for good");
        }

        @Test
        void comesAfterOneThatLeftSomething() {
            assertThat(tenants.getStore()).isNull();
        }

        @Test
        @InStore(requestId = "abc")
        void losesAndFails() {
            CompletableFuture.supplyAsync(this::id).join();
            throw new IllegalStateException("it failed for itself");
        }

        @Test
        @InStore(storage = "nobody", store = Acme.class)
        void namesNoStorage() {}

        @Test
        @InStore
        void namesNoStore() {}

        @Test
        @InStore(requestId = "abc")
        void mockMvcHasAStoreOfItsOwn() throws Exception {
            mockMvc()
                    .perform(get("/id").header("X-Request-Id", "sent"))
                    .andExpect(content().string("sent"));
            assertThat(id()).isEqualTo("abc");
        }

        @Test
        @InStore(requestId = "abc")
        void webTestClientHasAStoreOfItsOwn() {
            WebTestClient client = MockMvcWebTestClient.bindTo(mockMvc()).build();
            client.get()
                    .uri("/id")
                    .header("X-Request-Id", "sent")
                    .exchange()
                    .expectBody(String.class)
                    .isEqualTo("sent");
        }

        /** From Spring Framework 7 on, which this is not compiled against. */
        @Test
        @InStore(requestId = "abc")
        void restTestClientHasAStoreOfItsOwn() throws Exception {
            Class<?> client;
            try {
                client = Class.forName("org.springframework.test.web.servlet.client.RestTestClient");
            } catch (ClassNotFoundException e) {
                return;
            }
            Object built = call(invoke(client, null, "bindTo", mockMvc()), "build");
            Object request =
                    call(call(call(built, "get"), "uri", "/id", new Object[0]), "header", "X-Request-Id", new String[] {
                        "sent"
                    });
            Object body = call(call(request, "exchange"), "expectBody", String.class);
            assertThat(call(call(body, "returnResult"), "getResponseBody")).isEqualTo("sent");
        }

        private static Object call(Object target, String method, Object... arguments) throws Exception {
            return invoke(target.getClass(), target, method, arguments);
        }

        private static Object invoke(Class<?> type, @Nullable Object target, String name, Object... arguments)
                throws Exception {
            for (Method method : ReflectionUtils.getAllDeclaredMethods(type)) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == arguments.length
                        && IntStream.range(0, arguments.length)
                                .allMatch(i -> method.getParameterTypes()[i].isInstance(arguments[i]))) {
                    ReflectionUtils.makeAccessible(method);
                    return method.invoke(target, arguments);
                }
            }
            throw new NoSuchMethodException(type + "." + name);
        }

        private MockMvc mockMvc() {
            return MockMvcBuilders.webAppContextSetup(application)
                    .addFilters(filter.getFilter())
                    .build();
        }

        private String id() {
            RequestStore store = requests.getStore();
            return store == null ? "none" : store.requestId();
        }
    }

    @Disabled(FROM_HERE)
    @StrictContext
    static class NotOfSpring {

        @Test
        void isCleanWithoutSpring() {
            AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();
            assertThat(storage.run("a", storage::getStore)).isEqualTo("a");
        }

        @Test
        @InStore(requestId = "abc")
        void needsAnApplication() {}
    }

    @SpringBootTest(classes = Application.class, properties = "alsx.logging.mdc.enabled=false")
    @Disabled(FROM_HERE)
    @InStore(requestId = "of the class")
    static class InAStoreEach {

        @Autowired
        AsyncLocalStorage<RequestStore> requests;

        @Test
        void isInTheStoreOfTheClass() {
            assertThat(requests.requireStore().requestId()).isEqualTo("of the class");
        }

        @Test
        @InStore(requestId = "its own")
        void isInItsOwn() {
            assertThat(requests.requireStore().requestId()).isEqualTo("its own");
        }
    }

    static class Acme implements Supplier<String> {

        @Override
        public String get() {
            return "acme";
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {

        @Autowired
        AsyncLocalStorage<RequestStore> requests;

        @Autowired
        @Qualifier("jdk")
        @Lazy
        ExecutorService executor;

        @Bean
        static AsyncLocalStorage<String> tenants() {
            return AsyncLocalStorage.named("tenants");
        }

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        static ExecutorService jdk() {
            return Executors.newFixedThreadPool(1);
        }

        @GetMapping("/id")
        String id() {
            return requests.requireStore().requestId();
        }

        @GetMapping("/lost")
        String lost() throws Exception {
            return String.valueOf(executor.submit(() -> requests.getStore()).get());
        }
    }
}
