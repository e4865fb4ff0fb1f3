// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.WebClient;

/** Has each {@link WebClient} that is a bean, and its builders, write what crosses. */
public final class WebClientPostProcessor implements BeanPostProcessor {

    private static final String SPRINGS = "org.springframework.web.reactive.function.client.DefaultWebClient";

    private final OutgoingExchanges exchanges;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param exchanges writes it
     * @param enabled whether to do anything; asked for when the first client is made
     */
    public WebClientPostProcessor(OutgoingExchanges exchanges, BooleanSupplier enabled) {
        this.exchanges = exchanges;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof WebClient.Builder builder && enabled.getAsBoolean()) {
            exchanges.addTo(builder);
        } else if (bean instanceof WebClient client && isSprings(client) && enabled.getAsBoolean()) {
            WebClient.Builder builder = client.mutate();
            exchanges.addTo(builder);
            return builder.build();
        }
        return bean;
    }

    /** Of no other does one know what its builder makes; nor of a mock. */
    private static boolean isSprings(WebClient client) {
        return client.getClass().getName().equals(SPRINGS);
    }
}
