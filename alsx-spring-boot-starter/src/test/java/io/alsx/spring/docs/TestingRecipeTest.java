// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.RequestStore;
import io.alsx.spring.test.InStore;
import io.alsx.spring.test.StrictContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
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
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** What {@code docs/recipes/testing.md} shows: the tests that pass, and what those say that do not. */
class TestingRecipeTest {

    private static final String FROM_HERE = "is run by the test around it only";

    private static final Map<String, String> FAILURES = new TreeMap<>();

    @BeforeAll
    static void runWhatFails() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Failing.class))
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*DisabledCondition")
                .build();
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(config).execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable()
                        .ifPresent(failure -> FAILURES.put(
                                test.getLegacyReportingName(), RecipePage.comparable(failure.getMessage())));
            }
        });
    }

    @Test
    void thePageQuotesWhatAFailingTestSays() throws Exception {
        assertThat(FAILURES).containsOnlyKeys("packs()", "opensAScope()", "losesOverAHopThatDoesNotBind()");
        assertThat(RecipePage.of("testing.md").text()).contains(FAILURES.get("packs()"), FAILURES.get("opensAScope()"));
        assertThat(FAILURES.get("losesOverAHopThatDoesNotBind()"))
                .contains("No store of 'tenant'", "the thread was started by hand");
    }

    @Nested
    @SpringBootTest(classes = Shop.class)
    @StrictContext
    class OrdersTest {

        @Autowired
        Orders orders;

        @Test
        @InStore(requestId = "abc")
        void confirms() {
            assertThat(orders.confirm("tea").join()).isEqualTo("tea for abc");
        }
    }

    @Nested
    @SpringBootTest(classes = Shop.class)
    class TenantTest {

        @Autowired
        AsyncLocalStorage<String> tenants;

        @Test
        @InStore(storage = "tenants", store = Acme.class)
        void worksForTheTenant() {
            assertThat(tenants.getStore()).isEqualTo("acme");
        }

        static class Acme implements Supplier<String> {

            @Override
            public String get() {
                return "acme";
            }
        }
    }

    @Nested
    @SpringBootTest(classes = Shop.class)
    class WebTest {

        @Autowired
        WebApplicationContext application;

        @Autowired
        @Qualifier("requestStoreFilter")
        FilterRegistrationBean<?> filter;

        private MockMvc mvc;

        @BeforeEach
        void setUp() {
            mvc = MockMvcBuilders.webAppContextSetup(application)
                    .addFilters(filter.getFilter())
                    .build();
        }

        @Test
        @InStore(requestId = "of the test")
        void answersInAStoreOfItsOwn() throws Exception {
            mvc.perform(get("/orders").header("X-Request-Id", "abc"))
                    .andExpect(content().string("orders of abc"));
        }
    }

    @Nested
    @StrictContext
    class MailboxTest {

        private final AsyncLocalStorage<String> tenant = AsyncLocalStorage.named("tenant");

        private final Mailbox mailbox = new Mailbox();

        @Test
        void handlesAMessageInTheContextOfItsSender() {
            CompletableFuture<String> seen = new CompletableFuture<>();
            tenant.run("acme", () -> mailbox.add(() -> seen.complete(tenant.getStore())));
            mailbox.start();
            assertThat(seen.orTimeout(20, SECONDS).join()).isEqualTo("acme");
        }
    }

    /** A queue and a thread of the application's own. */
    static class Mailbox {

        private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();

        void add(Runnable message) {
            messages.add(AsyncLocalStorage.bind(message));
        }

        void addUnbound(Runnable message) {
            messages.add(message);
        }

        void start() {
            Thread thread = new Thread(() -> messages.remove().run(), "mailbox");
            thread.start();
        }
    }

    @Disabled(FROM_HERE)
    @SpringBootTest(classes = Shop.class)
    @StrictContext
    static class Failing {

        private final AsyncLocalStorage<String> tenant = AsyncLocalStorage.named("tenant");

        private final Mailbox mailbox = new Mailbox();

        @Autowired
        Orders orders;

        @Test
        @InStore(requestId = "abc")
        void packs() throws Exception {
            orders.pack();
        }

        @Test
        void opensAScope() {
            Scope scope = tenant.withScope("acme");
            assertThat(scope).isNotNull();
        }

        @Test
        void losesOverAHopThatDoesNotBind() {
            CompletableFuture<String> seen = new CompletableFuture<>();
            tenant.run("acme", () -> mailbox.addUnbound(() -> seen.complete(tenant.getStore())));
            mailbox.start();
            assertThat(seen.orTimeout(20, SECONDS).join()).isNull();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @Import(Orders.class)
    @RestController
    static class Shop {

        @Autowired
        AsyncLocalStorage<RequestStore> requests;

        @Bean
        static AsyncLocalStorage<String> tenants() {
            return AsyncLocalStorage.named("tenants");
        }

        @Bean(defaultCandidate = false, destroyMethod = "shutdown")
        static ExecutorService packers() {
            return Executors.newFixedThreadPool(1);
        }

        @GetMapping("/orders")
        String orders() {
            return "orders of " + requests.requireStore().requestId();
        }
    }

    static class Orders {

        private final AsyncLocalStorage<RequestStore> requests;

        private final ExecutorService packers;

        Orders(AsyncLocalStorage<RequestStore> requests, @Qualifier("packers") ExecutorService packers) {
            this.requests = requests;
            this.packers = packers;
        }

        @Async
        CompletableFuture<String> confirm(String item) {
            return CompletableFuture.completedFuture(
                    item + " for " + requests.requireStore().requestId());
        }

        void pack() throws Exception {
            packers.submit(this::label).get();
        }

        private String label() {
            return String.valueOf(requests.getStore());
        }
    }
}
