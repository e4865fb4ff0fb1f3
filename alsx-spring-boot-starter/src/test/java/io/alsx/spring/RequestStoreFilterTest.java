// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestLog.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One context for all dispatches of a request, and nothing of it on the server's only thread afterwards. */
class RequestStoreFilterTest {

    private static RunningApplication application;

    private static RequestLog log;

    @BeforeAll
    static void start() {
        application = RunningApplication.withWebServer(
                DispatchApplication.class, "server.tomcat.threads.max=1", "server.tomcat.threads.min-spare=1");
        log = application.bean(RequestLog.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void clear() {
        log.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "/plain, 'REQUEST, controller'",
        "/callable, 'REQUEST, controller, callable, ASYNC'",
        "/web-async-task, 'REQUEST, controller, callable, ASYNC'",
        "/deferred, 'REQUEST, controller, ASYNC'",
        "/future, 'REQUEST, controller, ASYNC'",
        "/throw, 'REQUEST, controller, ERROR, interceptor of /error, own error view'",
        "/send-error, 'REQUEST, controller, ERROR, interceptor of /error, own error view'",
        "/callable-throw, 'REQUEST, controller, callable, ASYNC, ERROR, interceptor of /error, own error view'",
        "/throw-in-filter, 'REQUEST, ERROR, interceptor of /error, own error view'",
        "/forward?to=/plain, 'REQUEST, controller, FORWARD, controller'",
        "/include?to=/plain, 'REQUEST, controller, INCLUDE, controller'",
        "/forward?to=/callable, 'REQUEST, controller, FORWARD, controller, callable, ASYNC'",
        "/forward?to=/throw, 'REQUEST, controller, FORWARD, controller, ERROR, interceptor of /error, own error view'",
    })
    void showsEachDispatchTheSameStore(String path, String expected) {
        application.get(path, "X-Request-Id", "one", "Accept", "text/html");
        awaitEnd();

        assertThat(String.join(", ", log.inside().stream().map(Entry::where).toList()))
                .isEqualTo(expected);
        RequestStore first = Objects.requireNonNull(log.inside().get(0).store(), "a store in the first dispatch");
        assertThat(first.requestId()).isEqualTo("one");
        assertThat(first.path()).isEqualTo(path.replaceFirst("\\?.*", ""));
        assertThat(log.inside()).allSatisfy(entry -> assertThat(entry.store()).isSameAs(first));
        assertThatThreadIsClean();
    }

    @Test
    void hasNoStoreOnAForeignThreadThatSetsADeferredResult() {
        application.get("/deferred-seen");
        awaitEnd();

        assertThat(log.outside())
                .filteredOn(entry -> entry.where().equals("outside: setter"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.store()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter", "interceptor", "controller", "callable"})
    void leavesNothingBehindOfWhatIsEntered(String where) {
        for (int i = 0; i < 3; i++) {
            application.get(where.equals("callable") ? "/callable" : "/plain", "X-Leak", where);
        }
        application.get("/plain");
        awaitEnd();

        assertThatThreadIsClean();
        List<Entry> last =
                log.inside().subList(log.inside().size() - 2, log.inside().size());
        assertThat(last).allSatisfy(entry -> {
            assertThat(entry.other()).isNull();
            assertThat(Objects.requireNonNull(entry.store()).requestId()).isNotEqualTo("leaked");
        });
    }

    @Test
    void doesNotShowALaterDispatchWhatAnEarlierOneEntered() {
        application.get("/callable", "X-Leak", "controller");
        awaitEnd();

        assertThat(log.inside())
                .filteredOn(entry -> entry.where().equals("ASYNC"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.other()).isNull());
    }

    @Test
    void startsFromEmptyAndGivesAnOuterFilterItsContextBack() {
        application.get("/plain", "X-Outer", "true", "X-Leak", "controller");
        awaitEnd();

        assertThat(log.inside().get(0).other()).isNull();
        assertThat(Objects.requireNonNull(log.inside().get(0).store()).requestId())
                .isNotEqualTo("of the outer filter");
        Entry after = log.outside().get(log.outside().size() - 1);
        assertThat(after.other()).isEqualTo("of the outer filter");
        assertThat(Objects.requireNonNull(after.store()).requestId()).isEqualTo("of the outer filter");
    }

    @Test
    void letsAnExceptionOfTheChainThroughAsItIs() {
        application.get("/throw-in-filter");
        awaitEnd();

        assertThat(DispatchApplication.caught)
                .isSameAs(DispatchApplication.thrown)
                .isNotNull();
    }

    @Test
    @Surface(value = "Servlet: forward", virtual = false)
    void showsAForwardWhatWasEnteredBeforeIt() {
        assertThat(application.body("/enter-and-forward")).isEqualTo("entered before the forward");
        awaitEnd();
        assertThatThreadIsClean();
    }

    @Test
    @Surface(value = "Servlet: include", virtual = false)
    void showsAnIncludeWhatWasEnteredBeforeIt() {
        assertThat(application.body("/enter-and-include")).isEqualTo("entered before the include");
    }

    @Test
    void showsAForwardAnotherRequestStoreThatWasEnteredBeforeIt() {
        assertThat(application.body("/enter-request-store-and-forward")).isEqualTo("entered before the forward");
    }

    @Test
    void keepsManyRequestsApart() {
        IntStream.range(0, 60).parallel().forEach(i -> {
            String path = List.of("/id", "/id-callable", "/forward?to=/id").get(i % 3);
            assertThat(application.body(path, "X-Request-Id", "r" + i, "X-Leak", "controller"))
                    .isEqualTo("r" + i);
        });
    }

    @Test
    void keepsNothingOfTheRequestInTheStore() throws ReflectiveOperationException {
        application.get("/plain");
        RequestStore store = Objects.requireNonNull(log.inside().get(0).store());

        for (Class<?> type = store.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                field.setAccessible(true);
                assertThat(field.getType().getName() + " " + field.get(store)).doesNotContain("jakarta", "catalina");
            }
        }
        assertThat(store).hasToString("GET /plain " + store.requestId());
    }

    /** The last filter out notes the end of each dispatch, which may be after the response. */
    private static void awaitEnd() {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        DispatchApplication.running.get() == 0 && !log.outside().isEmpty());
    }

    private static void assertThatThreadIsClean() {
        assertThat(log.outside()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.store()).as("request store " + entry).isNull();
            assertThat(entry.other()).as("other store " + entry).isNull();
        });
        assertThat(AsyncLocalStorage.snapshot()).isSameAs(io.alsx.Snapshot.empty());
    }
}
