// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.test.InStore;
import io.alsx.spring.test.StrictContext;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/** The Java of the README and of the Javadoc, line by line, at work. */
class ExamplesTest {

    private static final Pattern JAVA_IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final Pattern CODE_IN_JAVADOC =
            Pattern.compile("<pre>\\{@code\n(.*?)\n\\s*\\* }</pre>", Pattern.DOTALL);

    static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    static final ThreadLocal<String> CURRENT_USER = new ThreadLocal<>();

    private final Core core = new Core();

    @Test
    void standHereFromTheReadme() throws IOException {
        assertThat(here()).containsAll(linesOf(JAVA_IN_MARKDOWN, Path.of("../README.md")));
    }

    @Test
    void standHereFromTheJavadoc() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(here()).containsAll(linesOf(CODE_IN_JAVADOC, source));
            }
        }
    }

    @Test
    void logsTheIdOnBothThreadsAndNotOutside() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();

        core.handle(executor);

        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(core.logged).containsExactlyInAnyOrder("abc: start", "abc: finish", "null: outside");
    }

    @Test
    void confirmsOnAnotherThread() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(alsx()))
                .withUserConfiguration(Asynchronous.class, Confirmations.class, Orders.class)
                .run(context -> {
                    RequestStore store = new RequestStore("abc", "GET", "/");
                    assertThat(context.getBean(Orders.class)
                                    .storage
                                    .run(
                                            store,
                                            () -> context.getBean(Confirmations.class)
                                                    .confirm("42"))
                                    .join())
                            .isEqualTo("42 confirmed for abc");
                });
    }

    @Test
    void makesBeansOfTheUsersOwn() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(alsx()))
                .withUserConfiguration(Beans.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(RequestStoreFactory.class)
                        .hasSingleBean(RequestBinding.class)
                        .hasBean("requestStoreFilter"));
    }

    @Test
    void runsAJobInAStore() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(alsx()))
                .withUserConfiguration(Orders.class, Jobs.class)
                .run(context -> {
                    context.getBean(Jobs.class).clearOrders();
                    assertThat(context.getBean(Orders.class).deletedBy).startsWith("JOB nightly ");
                });
    }

    @Test
    void carriesAThreadLocalOverAHop() {
        ContextBridge bridge = new Beans().user();
        CURRENT_USER.set("ada");
        ContextBridge.Captured ada = bridge.capture();
        CURRENT_USER.remove();

        try (Scope scope = ada.enter()) {
            assertThat(CURRENT_USER.get()).isEqualTo("ada");
            try (Scope nobody = bridge.nothing().enter()) {
                assertThat(CURRENT_USER.get()).isNull();
            }
            assertThat(CURRENT_USER.get()).isEqualTo("ada");
        }
        assertThat(CURRENT_USER.get()).isNull();
    }

    @Test
    void logsWhatIsDerivedFromAStore() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(alsx()))
                .withUserConfiguration(Beans.class)
                .run(context ->
                        TENANT.run("acme", () -> assertThat(MDC.get("tenant")).isEqualTo("acme")));
    }

    @Test
    void crossesToOtherProcesses() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(alsx()))
                .withPropertyValues("alsx.wire.send-to=*.internal")
                .withBean(GatewayKeys.class)
                .withBean(OrderListener.class)
                .withUserConfiguration(BeansOfServices.class)
                .run(context -> {
                    Wire wire = context.getBean(Wire.class);
                    assertThat(context.getBean(HttpClient.class)).isNotNull();
                    TenantCodec.TENANT.run(new Tenant("acme", "north"), () -> {
                        assertThat(wire.headersFor("stock.internal"))
                                .containsOnly(Map.entry("baggage", "tenant=acme"), Map.entry("X-Region", "north"));
                        assertThat(wire.headersFor("example.org")).isEmpty();
                    });
                    ConsumerRecord<String, String> message = new ConsumerRecord<>("orders", 0, 0, "key", "value");
                    message.headers().add("X-Request-Id", "abc".getBytes(StandardCharsets.UTF_8));
                    OrderListener listener = context.getBean(OrderListener.class);
                    listener.orders(List.of(message));
                    assertThat(listener.ids).containsExactly("abc");
                });
    }

    @Test
    void bindsAPublisherAndReadsWhatItIsBoundTo() {
        Repository orders = id -> seen(TENANT).map(tenant -> tenant + " " + id);
        String id = "1";
        // spotless:off
        Mono<String> order = TENANT.run("acme", () -> ContextPublishers.bind(orders.find(id))); // is subscribed to later
        // spotless:on
        assertThat(order.block()).isEqualTo("acme 1");
    }

    private static Mono<String> seen(AsyncLocalStorage<String> storage) {
        return
        // spotless:off
        Mono.deferContextual(view -> Mono.just(ContextPublishers.snapshot(view).run(() -> storage.requireStore())))
        // spotless:on
        ;
    }

    private static Class<?>[] alsx() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(name -> name.startsWith("io.alsx."))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .toArray(Class<?>[]::new);
    }

    private static List<String> here() throws IOException {
        return trimmed(Files.readString(Path.of("src/test/java/io/alsx/spring/ExamplesTest.java")));
    }

    private static List<String> linesOf(Pattern example, Path file) throws IOException {
        return example.matcher(Files.readString(file))
                .results()
                .flatMap(match -> trimmed(match.group(1).replaceAll("(?m)^ *\\* ?", "")).stream())
                .toList();
    }

    private static List<String> trimmed(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    static class Core {

        final List<String> logged = new CopyOnWriteArrayList<>();

        // spotless:off
        static final AsyncLocalStorage<String> REQUEST_ID = AsyncLocalStorage.named("requestId");

        void handle(ExecutorService executor) {
            REQUEST_ID.run("abc", () -> {
                log("start");                                            // abc: start
                executor.execute(AsyncLocalStorage.bind(() -> log("finish"))); // abc: finish, on the worker
            });
            log("outside");                                              // null: outside
        }
        // spotless:on

        void log(String message) {
            logged.add(REQUEST_ID.getStore() + ": " + message);
        }
    }

    // spotless:off
    @Service
    static
    class Confirmations {
        private final AsyncLocalStorage<RequestStore> requests;

        Confirmations(AsyncLocalStorage<RequestStore> requests) {
            this.requests = requests;
        }

        @Async // on whatever executor; @EnableAsync is on the application, as ever
        CompletableFuture<String> confirm(String order) {
            return completedFuture(order + " confirmed for " + requests.requireStore().requestId());
        }
    }
    // spotless:on

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {}

    static class Orders {

        private final AsyncLocalStorage<RequestStore> storage;

        private String deletedBy = "";

        Orders(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        void deleteOld() {
            deletedBy = String.valueOf(storage.getStore());
        }
    }

    static class Jobs {

        private final Orders orders;

        Jobs(Orders orders) {
            this.orders = orders;
        }

        @RunInStore(kind = "JOB", name = "nightly")
        public void clearOrders() {
            orders.deleteOld(); // requestStorage has a store: JOB nightly, and a new id
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        RequestStoreFactory storeFactory() {
            return request -> new AgentStore(request, request.header("User-Agent")); // extends RequestStore
        }

        @Bean
        RequestBinding<String> tenant() {
            return new RequestBinding<>(TENANT, request -> request.header("X-Tenant")); // null: no store
        }

        @Bean
        ContextBridge user() {
            return ContextBridge.of(CURRENT_USER); // a ThreadLocal
        }

        @Bean
        MdcEntry<RequestStore> agent(AsyncLocalStorage<RequestStore> requests) {
            return new MdcEntry<>("agent", requests, store -> ((AgentStore) store).agent);
        }

        @Bean
        MdcEntry<String> tenantKey() {
            return new MdcEntry<>("tenant", TENANT, tenant -> tenant); // an AsyncLocalStorage<String>
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BeansOfServices {

        @Bean
        WireTrust gatewaysOnly(GatewayKeys keys) {
            return request -> keys.isValid(request.header("X-Gateway-Key"));
        }

        @Bean
        TenantCodec tenants() {
            return new TenantCodec();
        }

        @Bean
        HttpClient client(Wire wire) {
            HttpClient client = wire.wrap(HttpClient.newHttpClient());
            return client;
        }
    }

    static class GatewayKeys {

        boolean isValid(@Nullable String key) {
            return "valid".equals(key);
        }
    }

    record Tenant(String name, String region) {}

    @SuppressWarnings("MissingOverride") // for brevity
    static class TenantCodec implements WireCodec<Tenant> {

        static final AsyncLocalStorage<Tenant> TENANT = AsyncLocalStorage.named("tenant");

        public AsyncLocalStorage<Tenant> storage() {
            return TENANT;
        }

        public List<WireField> fields() {
            return List.of(WireField.baggage("name", "tenant"), WireField.header("region", "X-Region"));
        }

        public Map<String, String> write(Tenant tenant) {
            return Map.of("name", tenant.name(), "region", tenant.region());
        }

        public Tenant read(Map<String, String> values) {
            return new Tenant(values.getOrDefault("name", ""), values.getOrDefault("region", ""));
        }
    }

    static class OrderListener {

        private final MessageContexts contexts;

        private final List<String> ids = new ArrayList<>();

        private final AsyncLocalStorage<RequestStore> storage;

        OrderListener(MessageContexts contexts, AsyncLocalStorage<RequestStore> requestStorage) {
            this.contexts = contexts;
            this.storage = requestStorage;
        }

        @KafkaListener(topics = "orders", batch = "true")
        void orders(List<ConsumerRecord<String, String>> records) {
            for (ConsumerRecord<String, String> each : records) {
                contexts.run(each, () -> handle(each)); // MessageContexts contexts
            }
        }

        void handle(ConsumerRecord<String, String> each) {
            ids.add(storage.requireStore().requestId());
        }
    }

    interface Repository {

        Mono<String> find(String id);
    }

    static class AgentStore extends RequestStore {

        final String agent;

        AgentStore(RequestInfo request, String agent) {
            super(request);
            this.agent = agent;
        }
    }

    /** Not run from here, as nothing is nested that is static. */
    static class TestsOfUsers {

        interface OrderService {

            void confirm(int order);
        }

        static class Acme implements Supplier<String> {

            @Override
            public String get() {
                return "acme";
            }
        }

        @Disabled("an example, of an application that is not here")
        @SpringBootTest
        @StrictContext
        class OrderServiceTest {

            @Autowired
            OrderService orders;

            @Test
            @InStore(requestId = "abc")
            void confirms() {
                orders.confirm(42); // fails if a task of it asks for the request on a thread that does not know it
            }

            @Test
            @InStore(requestId = "abc")
            @InStore(storage = "tenants", store = Acme.class) // class Acme implements Supplier<String>
            void confirmsForTheTenant() {
                orders.confirm(42);
            }
        }
    }
}
