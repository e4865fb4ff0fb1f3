// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Has each {@link RestClient}, its builders and each {@link RestTemplate} that is a bean write what crosses. */
public final class HttpClientPostProcessor implements BeanPostProcessor {

    private static final String SPRINGS = "org.springframework.web.client.DefaultRestClient";

    private final OutgoingRequests requests;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param requests writes it
     * @param enabled whether to do anything; asked for when the first client is made
     */
    public HttpClientPostProcessor(OutgoingRequests requests, BooleanSupplier enabled) {
        this.requests = requests;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof RestTemplate template && enabled.getAsBoolean()) {
            requests.addTo(template);
        } else if (bean instanceof RestClient.Builder builder && enabled.getAsBoolean()) {
            requests.addTo(builder);
        } else if (bean instanceof RestClient client && isSprings(client) && enabled.getAsBoolean()) {
            RestClient.Builder builder = client.mutate();
            requests.addTo(builder);
            return builder.build();
        }
        return bean;
    }

    /** Of no other does one know what its builder makes; nor of a mock. */
    private static boolean isSprings(RestClient client) {
        return client.getClass().getName().equals(SPRINGS);
    }
}
