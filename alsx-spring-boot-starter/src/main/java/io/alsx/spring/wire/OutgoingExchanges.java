// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.Snapshot;
import io.alsx.spring.ContextPublishers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Writes what crosses to the requests of a {@link WebClient}: of the context that the Reactor context of whoever subscribes
 * holds, otherwise of the thread that subscribes.
 */
public final class OutgoingExchanges implements ExchangeFilterFunction {

    private static final HttpCarrier CARRIER = new HttpCarrier();

    private final Supplier<OutgoingFields> fields;

    /**
     * Makes it.
     *
     * @param fields what crosses; asked for with the first request
     */
    public OutgoingExchanges(Supplier<OutgoingFields> fields) {
        this.fields = fields;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(view -> next.exchange(written(request, view)));
    }

    /**
     * Has what a builder makes write it, unless it does.
     *
     * @param builder makes clients
     */
    public void addTo(WebClient.Builder builder) {
        builder.filters(this::addTo);
    }

    private void addTo(List<ExchangeFilterFunction> filters) {
        if (filters.stream().noneMatch(OutgoingExchanges.class::isInstance)) {
            filters.add(this);
        }
    }

    private ClientRequest written(ClientRequest request, ContextView view) {
        ClientRequest.Builder copy = ClientRequest.from(request);
        if (view.hasKey(ContextPublishers.KEY)) {
            Snapshot context = ContextPublishers.snapshot(view);
            context.run(() -> write(request, copy));
        } else {
            write(request, copy);
        }
        return copy.build();
    }

    private void write(ClientRequest request, ClientRequest.Builder copy) {
        copy.headers(headers ->
                fields.get().write(new Head(request.method(), request.url(), request.attributes(), headers), CARRIER));
    }

    private record Head(HttpMethod getMethod, URI getURI, Map<String, Object> getAttributes, HttpHeaders getHeaders)
            implements HttpRequest {}
}
