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
import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;

/**
 * Writes what crosses once more where a tracer may have replaced it: Micrometer Tracing sets its own {@code baggage} header
 * when the observation of a sending starts, which is after ours has been written, and before the sending itself.
 */
public final class SenderObservationHandler implements ObservationHandler<SenderContext<?>> {

    private static final Log LOG = LogFactory.getLog(SenderObservationHandler.class);

    private final Supplier<OutgoingFields> fields;

    private final List<Sending<?>> sendings;

    /**
     * Makes the handler.
     *
     * @param fields what crosses; asked for with the first sending
     * @param loader knows the libraries that may send
     */
    public SenderObservationHandler(Supplier<OutgoingFields> fields, ClassLoader loader) {
        this.fields = fields;
        this.sendings = sendings(loader);
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
        for (Sending<?> sending : sendings) {
            if (sending.type.isInstance(target)) {
                write(Objects.requireNonNull(target), sending);
            }
        }
    }

    private <C> void write(Object target, Sending<C> sending) {
        try {
            fields.get().write(sending.type.cast(target), sending.carrier);
        } catch (UnsupportedOperationException e) { // its headers are read-only, as it has been sent
            LOG.debug("What is being sent takes no header", e);
        }
    }

    private static List<Sending<?>> sendings(ClassLoader loader) {
        List<Sending<?>> sendings = new ArrayList<>();
        if (ClassUtils.isPresent("org.springframework.http.HttpRequest", loader)) {
            sendings.add(new Sending<>(HttpRequest.class, new HttpCarrier()));
        }
        if (ClassUtils.isPresent("org.springframework.amqp.core.Message", loader)) {
            sendings.add(new Sending<>(org.springframework.amqp.core.Message.class, new RabbitCarrier()));
        }
        if (ClassUtils.isPresent("jakarta.jms.Message", loader)) {
            sendings.add(new Sending<>(jakarta.jms.Message.class, new JmsCarrier()));
        }
        return sendings;
    }

    /** What some library sends, and how headers are written to it. */
    private record Sending<C>(Class<C> type, Carrier<C> carrier) {}
}
