// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.bridge.MdcBridge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** Keys of the logging context that an application derives from a store are there as long as the store is. */
@ExtendWith(OutputCaptureExtension.class)
class MdcEntryTest {

    private static final AsyncLocalStorage<Tenant> TENANT = AsyncLocalStorage.named("tenant");

    private static final RequestStore STORE = new RequestStore("abc", "GET", "/");

    @Test
    void followTheStoreOfTheRequestAndThatOfAnOwnStorage() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            requests(application).run(STORE, () -> {
                assertThat(keys()).isEqualTo("abc GET!null");
                TENANT.run(new Tenant("t"), () -> assertThat(keys()).isEqualTo("abc GET!t"));
                assertThat(keys()).isEqualTo("abc GET!null");
            });
            TENANT.run(new Tenant("t"), () -> assertThat(keys()).isEqualTo("null null!t"));
            assertThat(keys()).isEqualTo("null null!null");
        }
    }

    @Test
    @Surface(value = "Bridges: derived keys of the MDC", virtual = false)
    void moveToOtherThreadsAndDoNotStayThere() throws Exception {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            Executor executor = application.context().getBean("applicationTaskExecutor", Executor.class);
            for (int i = 0; i < 20; i++) {
                assertThat(TENANT.run(new Tenant("t"), () -> seenBy(executor))).isEqualTo("null null!t");
                assertThat(seenBy(executor)).isEqualTo("null null!null");
            }
        }
    }

    @Test
    void areNotThereForNullOrAnExceptionWhichHarmsNothingElseAndIsLoggedOnce(CapturedOutput output) {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            for (int i = 0; i < 3; i++) {
                String seen = requests(application).run(STORE, () -> TENANT.run(new Tenant(null), () -> keys()));
                assertThat(seen).isEqualTo("abc GET!null");
                TENANT.run(new Tenant("fails"), () -> assertThat(keys()).isEqualTo("null null!null"));
                TENANT.run(new Tenant("error"), () -> assertThat(keys()).isEqualTo("null null!null"));
            }
        }
        assertThat(output.getAll()).containsOnlyOnce("has no 'tenant'");
    }

    @Test
    void aFailureLeavesNoKeyAfterItThatOfAnOuterStore() {
        AsyncLocalStorage<String> storage = AsyncLocalStorage.named("own");
        Map<String, MdcEntry<?>> entries = new LinkedHashMap<>();
        entries.put("first", new MdcEntry<>("first", storage, store -> Integer.valueOf(store)));
        entries.put("second", new MdcEntry<>("second", storage, store -> store));
        MdcBridge bridge = new MdcBridge(AsyncLocalStorage.named("request"), Set.of(), entries.values());

        storage.run(
                "1",
                () -> storage.run("no number", () -> {
                    assertThat(MDC.get("first")).isNull();
                    assertThat(MDC.get("second")).isEqualTo("no number");
                }));
        bridge.destroy();
    }

    @Test
    void aFailureTakesAwayTheValueOfAnOuterStore() {
        try (var application = RunningApplication.withoutWebServer(Application.class)) {
            TENANT.run(
                    new Tenant("t"),
                    () -> TENANT.run(
                            new Tenant("fails"),
                            () -> assertThat(MDC.get("tenant")).isNull()));
        }
    }

    @Test
    void areNotThereWhenLoggingContextsAreOff() {
        try (var application =
                RunningApplication.withoutWebServer(Application.class, "alsx.logging.mdc.enabled=false")) {
            TENANT.run(new Tenant("t"), () -> assertThat(MDC.get("tenant")).isNull());
        }
    }

    @Test
    void endWithTheApplication() {
        RunningApplication.withoutWebServer(Application.class).close();

        TENANT.run(new Tenant("t"), () -> assertThat(MDC.get("tenant")).isNull());
    }

    @Test
    void areNamedAtTheStart(CapturedOutput output) {
        RunningApplication.withoutWebServer(Application.class).close();

        assertThat(output.getAll()).contains("log lines with [requestId, method, tenant]");
    }

    @Test
    void refuseAKeyOfThePropertyAndSayWhoHasIt(CapturedOutput output) {
        assertThat(catchThrowable(() -> RunningApplication.withoutWebServer(
                        Application.class, "alsx.logging.mdc.keys=requestId,method")))
                .isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("The key 'method' of the logging context has two owners: the property"
                        + " alsx.logging.mdc.keys and the bean 'method'.")
                .contains("another key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void refuseAKeyOfAnotherBeanAndNameBoth(String lazily, CapturedOutput output) {
        assertThat(catchThrowable(() ->
                        RunningApplication.withoutWebServer(Twice.class, "spring.main.lazy-initialization=" + lazily)))
                .isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .containsPattern(
                        "'tenant' of the logging context has two owners: the bean '(tenant|again)' and the bean '(tenant|again)'");
    }

    @Test
    void mayHaveTheSameKeyWhenLoggingContextsAreOff() {
        RunningApplication.withoutWebServer(Twice.class, "alsx.logging.mdc.enabled=false")
                .close();
    }

    @Test
    @SuppressWarnings("NullAway")
    void haveAKeyAStorageAndAFunction() {
        assertThatThrownBy(() -> new MdcEntry<>(" ", TENANT, Tenant::id)).hasMessageContaining("blank");
        assertThatThrownBy(() -> new MdcEntry<>("a", null, tenant -> "a")).hasMessage("storage");
        assertThatThrownBy(() -> new MdcEntry<>("a", TENANT, null)).hasMessage("value");
    }

    private static String keys() {
        return MDC.get("requestId") + " " + MDC.get("method") + "!" + MDC.get("tenant");
    }

    private static String seenBy(Executor executor) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        executor.execute(() -> seen.complete(keys()));
        return seen.get(20, TimeUnit.SECONDS);
    }

    @SuppressWarnings("unchecked")
    private static AsyncLocalStorage<RequestStore> requests(RunningApplication application) {
        return application.context().getBean("requestStorage", AsyncLocalStorage.class);
    }

    record Tenant(@Nullable String id) {

        @Nullable
        Object loggedId() {
            if ("fails".equals(id)) {
                throw new IllegalStateException("cannot be told");
            }
            if ("error".equals(id)) {
                throw new AssertionError("cannot be told");
            }
            return id;
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        MdcEntry<RequestStore> method(AsyncLocalStorage<RequestStore> requests) {
            return new MdcEntry<>("method", requests, RequestStore::method);
        }

        @Bean
        MdcEntry<Tenant> tenant() {
            return new MdcEntry<>("tenant", TENANT, Tenant::loggedId);
        }
    }

    static class Twice extends Application {

        @Bean
        MdcEntry<Tenant> again() {
            return new MdcEntry<>("tenant", TENANT, Tenant::id);
        }
    }
}
