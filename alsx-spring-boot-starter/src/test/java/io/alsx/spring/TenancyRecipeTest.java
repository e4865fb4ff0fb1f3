// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.alsx.AsyncLocalStorage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What docs/recipes/multi-tenancy.md shows, at work on two databases. */
@ExtendWith(OutputCaptureExtension.class)
class TenancyRecipeTest {

    /** Other tests have Spring Batch, which would look for its tables. */
    private static final String NO_BATCH = "spring.autoconfigure.exclude="
            + "org.springframework.boot.autoconfigure.batch.BatchAutoConfiguration,"
            + "org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration,"
            + "org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration";

    @Test
    void eachTenantHasItsDatabaseOnEachThread() {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class, NO_BATCH)) {
            assertThat(application.body("/name", "X-Tenant", "acme")).isEqualTo("Acme, on the worker Acme");
            assertThat(application.body("/name", "X-Tenant", "globex")).isEqualTo("Globex, on the worker Globex");
        }
    }

    @Test
    void withoutATenantARequestFailsAndReachesNoDatabase() {
        try (RunningApplication application = RunningApplication.withWebServer(Application.class, NO_BATCH)) {
            assertThat(application.get("/name").statusCode()).isEqualTo(500);
            assertThat(application.get("/name", "X-Tenant", "unknown").statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void aJobRunsForEachTenant() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class, NO_BATCH)) {
            assertThat(new Reports(application.bean(JdbcTemplate.class)).names())
                    .containsExactly("Acme", "Globex");
        }
    }

    @Test
    void aCacheKeepsTheTenantsApart() {
        try (RunningApplication application = RunningApplication.withoutWebServer(Application.class, NO_BATCH)) {
            Companies companies = application.bean(Companies.class);

            assertThat(Tenants.TENANT.run("acme", () -> companies.name())).isEqualTo("Acme");
            assertThat(Tenants.TENANT.run("globex", () -> companies.name())).isEqualTo("Globex");
            Tenants.TENANT.run(
                    "acme", () -> application.bean(JdbcTemplate.class).update("delete from company"));
            assertThat(Tenants.TENANT.run("acme", () -> companies.name())).isEqualTo("Acme");
            assertThatIllegalStateException().isThrownBy(companies::name).withMessageContaining("tenant");
        }
    }

    static final class Tenants {

        static final AsyncLocalStorage<String> TENANT = AsyncLocalStorage.named("tenant");

        static final List<String> ALL = List.of("acme", "globex");

        private Tenants() {}
    }

    static final class TenantDataSource extends AbstractRoutingDataSource {

        @Override
        protected Object determineCurrentLookupKey() {
            return Tenants.TENANT.requireStore(); // no tenant: no connection, and a message that says why
        }
    }

    static final class Reports {

        private final JdbcTemplate jdbc;

        Reports(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        List<String> names() {
            return Tenants.ALL.stream()
                    .map(tenant -> Tenants.TENANT.run(tenant, () -> jdbc.queryForObject(NAME, String.class)))
                    .toList();
        }
    }

    private static final String NAME = "select name from company";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    @EnableCaching
    @Import({Desk.class, Worker.class, Companies.class})
    static class Application {

        @Bean
        RequestBinding<String> tenant() {
            return new RequestBinding<>(Tenants.TENANT, request -> {
                String tenant = request.header("X-Tenant");
                return Tenants.ALL.contains(tenant) ? tenant : null; // null: no store
            });
        }

        @Bean
        DataSource dataSource() {
            TenantDataSource source = new TenantDataSource();
            source.setTargetDataSources(Map.of("acme", database("Acme"), "globex", database("Globex")));
            source.setLenientFallback(false);
            return source;
        }

        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        /** Where all of Spring Boot's modules are, it makes one. */
        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }

        @Bean
        KeyGenerator byTenant() {
            return (target, method, arguments) ->
                    new SimpleKey(Tenants.TENANT.requireStore(), SimpleKeyGenerator.generateKey(arguments));
        }

        private static DataSource database(String name) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:recipe-" + name + ";DB_CLOSE_DELAY=-1");
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("create table if not exists company (name varchar(20))");
            jdbc.execute("delete from company");
            jdbc.update("insert into company values (?)", name);
            return database;
        }
    }

    @RestController
    static class Desk {

        private final JdbcTemplate jdbc;

        private final Worker worker;

        Desk(JdbcTemplate jdbc, Worker worker) {
            this.jdbc = jdbc;
            this.worker = worker;
        }

        @GetMapping("/name")
        String name() {
            return jdbc.queryForObject(NAME, String.class) + ", on the worker "
                    + worker.name().join();
        }
    }

    static class Companies {

        private final JdbcTemplate jdbc;

        Companies(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Cacheable(cacheNames = "company", keyGenerator = "byTenant")
        public String name() {
            return jdbc.queryForObject(NAME, String.class);
        }
    }

    static class Worker {

        private final JdbcTemplate jdbc;

        Worker(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Async
        CompletableFuture<String> name() {
            return CompletableFuture.completedFuture(jdbc.queryForObject(NAME, String.class));
        }
    }
}
