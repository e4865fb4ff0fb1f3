// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Tells what it has in its stores, and calls another one of its kind with a client of any kind. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(WireApplication.Desk.class)
class WireApplication {

    static final AsyncLocalStorage<Tenant> TENANT = AsyncLocalStorage.named("tenant");

    static final List<String> CLIENTS = List.of(
            "RestClient that is a bean",
            "RestClient of a builder",
            "RestTemplate that is a bean",
            "RestTemplate of a builder",
            "WebClient that is a bean",
            "WebClient of a builder",
            "HttpExchange",
            "HttpClient",
            "HttpClient later",
            "any other");

    @Bean
    WireCodec<Tenant> tenants() {
        return new TenantCodec();
    }

    @Bean
    RestClient ownClient() {
        return RestClient.create();
    }

    @Bean
    RestTemplate ownTemplate() {
        return new RestTemplate();
    }

    @Bean
    WebClient ownWebClient() {
        return WebClient.create();
    }

    record Tenant(String name, String region) {}

    static class TenantCodec implements WireCodec<Tenant> {

        @Override
        public AsyncLocalStorage<Tenant> storage() {
            return TENANT;
        }

        @Override
        public List<WireField> fields() {
            return List.of(WireField.baggage("name", "tenant"), WireField.header("region", "X-Region"));
        }

        @Override
        public Map<String, String> write(Tenant tenant) {
            if (tenant.name.equals("unwritable")) {
                throw new IllegalStateException(tenant.name);
            }
            return Map.of("name", tenant.name, "region", tenant.region);
        }

        @Override
        public @Nullable Tenant read(Map<String, String> values) {
            String name = values.getOrDefault("name", "");
            if (name.equals("unreadable")) {
                throw new IllegalStateException(name);
            }
            return new Tenant(name, values.getOrDefault("region", ""));
        }
    }

    public interface Service {

        @GetExchange("/seen")
        String seen();
    }

    @RestController
    static class Desk {

        private final AsyncLocalStorage<RequestStore> storage;

        private final ObjectProvider<RestClient.Builder> builders;

        private final ObjectProvider<WebClient.Builder> webBuilders;

        private final RestClient restClient;

        private final RestTemplate restTemplate;

        private final WebClient webClient;

        private final ObjectProvider<Wire> wire;

        private final BeanFactory beans;

        Desk(
                AsyncLocalStorage<RequestStore> storage,
                ObjectProvider<RestClient.Builder> builders,
                ObjectProvider<WebClient.Builder> webBuilders,
                RestClient restClient,
                RestTemplate restTemplate,
                WebClient webClient,
                ObjectProvider<Wire> wire,
                BeanFactory beans) {
            this.storage = storage;
            this.builders = builders;
            this.webBuilders = webBuilders;
            this.restClient = restClient;
            this.restTemplate = restTemplate;
            this.webClient = webClient;
            this.wire = wire;
            this.beans = beans;
        }

        @GetMapping("/seen")
        String seen() {
            RequestStore store = storage.getStore();
            Tenant tenant = TENANT.getStore();
            return store == null
                    ? "nothing"
                    : store.requestId() + " " + store.get("user", String.class) + " "
                            + (tenant == null ? "none" : tenant.name + " " + tenant.region);
        }

        @GetMapping("/headers")
        Map<String, String> headers(@RequestHeader Map<String, String> headers) {
            return headers;
        }

        @GetMapping("/call/{client}")
        @Nullable
        String call(
                @PathVariable String client,
                @RequestParam String to,
                @RequestParam(defaultValue = "acme") String tenant,
                @RequestParam(defaultValue = "ann") String user)
                throws Exception {
            storage.requireStore().put("user", user);
            return TENANT.run(new Tenant(tenant, "north"), () -> ask(client, to));
        }

        private @Nullable String ask(String client, String to) throws IOException, InterruptedException {
            URI uri = URI.create(to);
            return switch (client) {
                case "RestClient that is a bean" ->
                    restClient.get().uri(uri).retrieve().body(String.class);
                case "RestClient of a builder" ->
                    builders.getObject().build().get().uri(uri).retrieve().body(String.class);
                case "RestTemplate that is a bean" -> restTemplate.getForObject(uri, String.class);
                case "RestTemplate of a builder" -> templateOfBuilder().getForObject(uri, String.class);
                case "WebClient that is a bean" ->
                    webClient.get().uri(uri).retrieve().bodyToMono(String.class).block();
                case "WebClient of a builder" ->
                    webBuilders
                            .getObject()
                            .build()
                            .get()
                            .uri(uri)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block();
                case "HttpExchange" -> service(to).seen();
                case "HttpClient" ->
                    wire.getObject()
                            .wrap(HttpClient.newHttpClient())
                            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                case "HttpClient later" ->
                    wire.getObject()
                            .wrap(HttpClient.newHttpClient())
                            .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .thenApply(
                                    answer -> answer.body() + " then " + Objects.requireNonNull(TENANT.getStore()).name)
                            .join();
                default -> {
                    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
                    wire.getObject().headersFor(uri.getHost()).forEach(request::header);
                    yield HttpClient.newHttpClient()
                            .send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                }
            };
        }

        /** The builder is in another package on each line of Spring Boot. */
        private RestTemplate templateOfBuilder() {
            return Objects.requireNonNull(
                    ReflectionTestUtils.invokeMethod(beans.getBean("restTemplateBuilder"), "build"));
        }

        private Service service(String to) {
            RestClient client = builders.getObject()
                    .baseUrl(to.substring(0, to.lastIndexOf('/')))
                    .build();
            return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                    .build()
                    .createClient(Service.class);
        }
    }
}
