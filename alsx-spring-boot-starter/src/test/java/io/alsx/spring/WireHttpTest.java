// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.wire.WireLosses;
import io.alsx.spring.wire.WireLosses.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** Two applications behave like one, as far as each is trusted, whatever client one calls the other with. */
class WireHttpTest {

    static final List<String> CLIENTS = WireApplication.CLIENTS;

    private static final String[] FIELDS = {"alsx.wire.fields[0].name=user", "alsx.wire.fields[0].header=X-User"};

    private static RunningApplication near;

    private static RunningApplication far;

    /** Takes and sends by default. */
    private static RunningApplication plain;

    @BeforeAll
    static void start() {
        near = application("alsx.wire.send-to=localhost");
        far = application("alsx.wire.accept-from=same-host");
        plain = application();
    }

    @AfterAll
    static void stop() {
        near.close();
        far.close();
        plain.close();
    }

    @ParameterizedTest
    @Surface(
            value =
                    "Other processes: calls of `RestClient`, `RestTemplate`, `WebClient`, `@HttpExchange` and `HttpClient`",
            virtual = false)
    @FieldSource("CLIENTS")
    void crossesWithEachClient(String client) {
        assertThat(call(near, client, far, "/seen")).startsWith("req ann acme north");
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void isOnlyTheIdByDefault(String client) {
        assertThat(call(plain, client, far, "/seen")).startsWith("req null none");
    }

    @Test
    void keepsWhatFollowsInItsContext() {
        assertThat(call(near, "HttpClient later", far, "/seen")).endsWith(" then acme");
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void doesNotGoWhereItMayNot(String client) {
        String answer = near.body(
                "/call/" + encoded(client) + "?to=" + encoded("http://127.0.0.1:" + far.port() + "/seen"),
                "X-Request-Id",
                "req");
        assertThat(answer).doesNotContain("req").doesNotContain("ann").contains("null none");
    }

    @Test
    void isNotTakenFromWhomNobodyTrusts() {
        WireLosses losses = plain.bean(WireLosses.class);
        long before = losses.count(Reason.UNTRUSTED);
        assertThat(plain.body("/seen", "X-Request-Id", "req", "X-User", "ann", "baggage", "tenant=acme"))
                .isEqualTo("req null none");
        assertThat(losses.count(Reason.UNTRUSTED)).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For,203.0.113.7",
        "Forwarded,for=203.0.113.7",
        "X-Forwarded-For,127.0.0.1",
        "X-Real-IP,203.0.113.7",
        "X-Forwarded-Host,shop.example",
        "X-Forwarded-Proto,https",
        "Via,1.1 proxy"
    })
    void isNotTakenFromAProxyThatIsTrustedItself(String header, String value) {
        assertThat(far.body("/seen", "X-Request-Id", "req", "X-User", "ann", header, value))
                .isEqualTo("req null none");
    }

    @Test
    void losesWhatIsMalformedAndNothingElse() {
        WireLosses losses = far.bean(WireLosses.class);
        long before = losses.count(Reason.MALFORMED);
        assertThat(seenRaw("X-User: ann\r\nbaggage: ,;;=,=x,tenant=acme;p=1,tenant=other,\"q\"=1"))
                .endsWith(" ann acme ");
        assertThat(losses.count(Reason.MALFORMED)).isGreaterThan(before);
        assertThat(seenRaw("X-User: a%0d%0aSet-Cookie: b\r\nbaggage: tenant=acme"))
                .endsWith(" null acme ");
        assertThat(seenRaw("X-User: a%e2%80%aeb\r\nX-Region: %41%zz")).endsWith(" null  A%zz");
        assertThat(seenRaw("X-User: 100% sure%")).endsWith(" 100% sure% none");
    }

    @Test
    void losesWhatIsDoubledOrTooLong() {
        assertThat(seenRaw("X-User: ann\r\nX-User: bob\r\nX-Region: n")).endsWith(" null  n");
        assertThat(seenRaw("X-User: ann\r\nX-User: ann")).endsWith(" ann none");
        assertThat(seenRaw("X-User: " + "x".repeat(257) + "\r\nbaggage: tenant=" + "x".repeat(257)))
                .endsWith(" null none");
        assertThat(seenRaw("X-User: " + "x".repeat(256))).endsWith("x none");
    }

    @Test
    void outlivesCodecsThatFail() {
        assertThat(seenRaw("X-User: ann\r\nbaggage: tenant=unreadable")).endsWith(" ann none");
        assertThat(near.body(
                        path("RestTemplate that is a bean", far, "/seen") + "&tenant=unwritable",
                        "X-Request-Id",
                        "req"))
                .isEqualTo("req ann none");
        assertThat(far.bean(WireLosses.class).count(Reason.FAILED)).isPositive();
        assertThat(near.bean(WireLosses.class).count(Reason.FAILED)).isPositive();
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void writesWhatEveryReaderReads(String client) {
        String answer = near.body(
                path(client, far, "/headers") + "&tenant=" + encoded("ä ,;=%\"") + "&user=" + encoded(" ü%, "),
                "X-Request-Id",
                "req");
        if (!client.equals("HttpExchange")) {
            assertThat(answer)
                    .containsIgnoringCase("\"x-user\":\"%20%C3%BC%25,%20\"")
                    .contains("\"baggage\":\"tenant=%C3%A4%20%2C%3B=%25%22\"");
        }
        answer = near.body(
                path(client, far, "/seen") + "&tenant=" + encoded("ä ,;=%\"") + "&user=" + encoded(" ü%, "),
                "X-Request-Id",
                "req");
        assertThat(answer).startsWith("req  ü%,  ä ,;=%\" north");
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void injectsNothing(String client) {
        String answer = near.body(
                path(client, far, "/seen") + "&tenant=" + encoded("a\r\nX-User: b") + "&user=" + encoded("a\nb"),
                "X-Request-Id",
                "req");
        assertThat(answer).startsWith("req null  north");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void closesTheClientThatIsWrapped() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpClient wrapped = near.bean(Wire.class).wrap(client);
        assertThat(near.bean(Wire.class).wrap(wrapped)).isSameAs(wrapped);
        ((AutoCloseable) wrapped).close();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + far.port() + "/seen"))
                .build();
        assertThatIOException().isThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void holdsNoBodyInMemory() {
        RestTemplate template = near.bean(RestTemplate.class);
        assertThat(template.getInterceptors()).isEmpty();
        RestClient.Builder builder = near.bean(RestClient.Builder.class);
        List<ClientHttpRequestInterceptor> interceptors = new ArrayList<>();
        builder.requestInterceptors(interceptors::addAll);
        assertThat(interceptors).isEmpty();
    }

    @Test
    void leavesWhatARequestSaysItself() {
        String uri = "http://localhost:" + far.port() + "/seen";
        String answer = requests()
                .run(
                        new RequestStore("req", "GET", "/"),
                        () -> near.bean(WebClient.class)
                                .get()
                                .uri(uri)
                                .header("X-Request-Id", "mine")
                                .retrieve()
                                .bodyToMono(String.class)
                                .block());
        assertThat(answer).startsWith("mine ");
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Request-Id", "mine");
        answer = requests()
                .run(
                        new RequestStore("req", "GET", "/"),
                        () -> near.bean(RestTemplate.class)
                                .exchange(
                                        RequestEntity.get(uri).headers(headers).build(), String.class)
                                .getBody());
        assertThat(answer).startsWith("mine ");
    }

    @SuppressWarnings("unchecked")
    private static AsyncLocalStorage<RequestStore> requests() {
        return near.bean("requestStorage", AsyncLocalStorage.class);
    }

    private static String seenRaw(String headers) {
        return far.raw("/seen", headers).lines().reduce("", (before, line) -> line);
    }

    static String call(RunningApplication from, String client, RunningApplication to, String path) {
        return from.body(path(client, to, path), "X-Request-Id", "req");
    }

    private static String path(String client, RunningApplication to, String path) {
        return "/call/" + encoded(client) + "?to=" + encoded("http://localhost:" + to.port() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static RunningApplication application(String... properties) {
        return RunningApplication.withWebServer(WireApplication.class, with(properties));
    }

    static String[] with(String... properties) {
        List<String> all = new ArrayList<>(List.of(FIELDS));
        all.addAll(List.of(properties));
        return all.toArray(String[]::new);
    }
}
