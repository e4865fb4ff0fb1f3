// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;

/**
 * Writes what crosses once more where a tracer may have replaced it: Micrometer Tracing sets its own {@code baggage} header
 * when the observation of a sending starts, which is after ours has been written, and before the sending itself.
 */
public final class SenderObservationHandler implements ObservationHandler<SenderContext<?>> {

    private static final Log LOG = LogFactory.getLog(SenderObservationHandler.class);

    private final Supplier<OutgoingFields> fields;

    private final List<Carrier<?>> carriers;

    /**
     * Makes the handler.
     *
     * @param fields what crosses; asked for with the first sending
     * @param loader knows the libraries that may send
     */
    public SenderObservationHandler(Supplier<OutgoingFields> fields, ClassLoader loader) {
        this.fields = fields;
        this.carriers = carriers(loader);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof SenderContext<?>;
    }

    /** With the first scope: an observation may be carried to other threads, and have more of them, when all is sent. */
    @Override
    public void onScopeOpened(SenderContext<?> context) {
        if (context.containsKey(this)) {
            return;
        }
        context.put(this, true);
        Object target = context.getCarrier();
        for (Carrier<?> carrier : carriers) {
            if (carrier.type().isInstance(target)) {
                write(Objects.requireNonNull(target), carrier);
            }
        }
    }

    private <C> void write(Object target, Carrier<C> carrier) {
        try {
            fields.get().write(carrier.type().cast(target), carrier);
        } catch (UnsupportedOperationException e) { // its headers are read-only, as it has been sent
            LOG.debug("What is being sent takes no header", e);
        }
    }

    private static List<Carrier<?>> carriers(ClassLoader loader) {
        List<Carrier<?>> carriers = new ArrayList<>();
        if (ClassUtils.isPresent("org.springframework.http.HttpRequest", loader)) {
            carriers.add(new HttpCarrier());
        }
        if (ClassUtils.isPresent("org.springframework.amqp.core.Message", loader)) {
            carriers.add(new RabbitCarrier());
        }
        if (ClassUtils.isPresent("jakarta.jms.Message", loader)) {
            carriers.add(new JmsCarrier());
        }
        return carriers;
    }
}
