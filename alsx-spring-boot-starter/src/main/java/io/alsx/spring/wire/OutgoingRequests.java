// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Writes what crosses to the requests of a {@link RestClient} or {@link RestTemplate}. An initializer, as with an
 * interceptor each body would be held in memory as a whole before it is sent.
 */
public final class OutgoingRequests implements ClientHttpRequestInitializer {

    private static final HttpCarrier CARRIER = new HttpCarrier();

    private final Supplier<OutgoingFields> fields;

    /**
     * Makes it.
     *
     * @param fields what crosses; asked for with the first request
     */
    public OutgoingRequests(Supplier<OutgoingFields> fields) {
        this.fields = fields;
    }

    @Override
    public void initialize(ClientHttpRequest request) {
        fields.get().write(request, CARRIER);
    }

    /**
     * Has what a builder makes write it, unless it does.
     *
     * @param builder makes clients
     */
    public void addTo(RestClient.Builder builder) {
        builder.requestInitializers(this::addTo);
    }

    /**
     * Has a template write it, unless it does.
     *
     * @param template sends requests
     */
    public void addTo(RestTemplate template) {
        addTo(template.getClientHttpRequestInitializers());
    }

    private void addTo(List<ClientHttpRequestInitializer> initializers) {
        if (initializers.stream().noneMatch(OutgoingRequests.class::isInstance)) {
            initializers.add(this);
        }
    }
}
