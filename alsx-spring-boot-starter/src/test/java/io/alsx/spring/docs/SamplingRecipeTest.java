// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Scope;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.insight.ContextObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What {@code docs/recipes/sampling.md} says of watching contexts in production. */
class SamplingRecipeTest {

    private static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

    private static final int READS = 2_000;

    @Test
    void nothingIsWatchedUnlessToldTo() throws Exception {
        try (ConfigurableApplicationContext application = start(WebApplicationType.NONE)) {
            lose();
            assertThat(observer(application).isOn()).isFalse();
            assertThat(observer(application).lostContexts().total()).isZero();
        }
    }

    @Test
    void ofLostContextsAShareIsFoundAndCounted() throws Exception {
        try (ConfigurableApplicationContext application =
                start(WebApplicationType.NONE, "alsx.diagnostics.lost-context=log", "alsx.diagnostics.sampling=0.1")) {
            lose();
            assertThat(observer(application).lostContexts().total()).isBetween(1L, READS / 2L);
            assertThat(observer(application).lostContexts().recent())
                    .hasSizeLessThanOrEqualTo(100)
                    .allSatisfy(lost -> assertThat(lost.site()).contains("SamplingRecipeTest.read"));
        }
    }

    @Test
    void ofMisusedScopesAllAreFoundAndTheShareHasAPlace() {
        try (ConfigurableApplicationContext application =
                start(WebApplicationType.NONE, "alsx.diagnostics.leaks=log", "alsx.diagnostics.sampling=0")) {
            for (int i = 0; i < 10; i++) {
                Scope scope = TENANT.withScope("acme");
                scope.close();
                scope.close();
            }
            assertThat(observer(application).misusedScopes().total()).isEqualTo(10);
            assertThat(observer(application).misusedScopes().recent())
                    .allSatisfy(misused -> assertThat(misused.openedAt()).isEqualTo("unknown"));
        }
    }

    @Test
    void oneInstanceIsToldByItsEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(
                        name,
                        new SystemEnvironmentPropertySource(
                                name,
                                Map.of("ALSX_DIAGNOSTICS_LOSTCONTEXT", "log", "ALSX_DIAGNOSTICS_SAMPLING", "0.1")));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .environment(environment)
                .run("--spring.main.banner-mode=off")) {
            assertThat(observer(application).isOn()).isTrue();
        }
    }

    @Test
    void theEndpointIsOnThePortOfTheManagementAloneAndTellsOfNoStore() throws Exception {
        try (ConfigurableApplicationContext application = start(
                WebApplicationType.SERVLET,
                "alsx.diagnostics.lost-context=log",
                "management.endpoints.web.exposure.include=asynccontext",
                "management.server.port=0")) {
            assertThat(get(application, "local.server.port", "/actuator/asynccontext")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(application, "local.server.port", "/explorer").statusCode())
                    .isEqualTo(404);
            HttpResponse<String> report = get(application, "local.management.port", "/actuator/asynccontext");
            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.body())
                    .contains("\"observing\":true", "\"stores\":{}")
                    .doesNotContain("hunter2", "ann");
        }
    }

    @Test
    void whatIsSanitizedIsNotToldWhereStoresAre() throws Exception {
        try (ConfigurableApplicationContext application = start(
                WebApplicationType.SERVLET,
                "alsx.diagnostics.show-stores=true",
                "management.endpoints.web.exposure.include=asynccontext")) {
            assertThat(get(application, "local.server.port", "/actuator/asynccontext")
                            .body())
                    .contains("\"customer.name\":\"******\"", "\"password\":\"******\"", "\"cart\":\"3 books\"")
                    .doesNotContain("hunter2", "ann");
        }
    }

    /** Reads a store many times on a thread that nobody has given one. */
    private static void lose() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            pool.submit(SamplingRecipeTest::read).get(20, SECONDS);
        } finally {
            pool.shutdown();
        }
    }

    private static void read() {
        for (int i = 0; i < READS; i++) {
            assertThat(TENANT.getStore()).isNull();
        }
    }

    private static ContextObserver observer(ConfigurableApplicationContext application) {
        return application.getBean(ContextObserver.class);
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext application, String port, String path)
            throws Exception {
        String number = application.getEnvironment().getRequiredProperty(port);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + number + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(type)
                .run(Stream.concat(Stream.of("server.port=0", "spring.main.banner-mode=off"), Stream.of(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
    }

    /** From Spring Boot 4 on, the class path of the tests has two servers for the port of the management. */
    @SpringBootConfiguration
    @EnableAutoConfiguration(
            excludeName = "org.springframework.boot.jetty.autoconfigure.actuate.web.server"
                    + ".JettyServletManagementContextAutoConfiguration")
    static class Application {

        @Bean
        EntryObserver filling() {
            return (request, store) -> {
                store.put("customer.name", "ann");
                store.put("password", "hunter2");
                store.put("cart", "3 books");
            };
        }

        @Bean
        SanitizingFunction customers() {
            return data -> data.getKey().startsWith("customer.") ? data.withSanitizedValue() : data;
        }
    }
}
