// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Writes what crosses once more where a tracer may have replaced it: Micrometer Tracing sets its own {@code baggage} header
 * when the observation of a sending starts, which is after ours has been written, and before the sending itself.
 */
public final class SenderObservationHandler implements ObservationHandler<SenderContext<?>> {

    private final Supplier<OutgoingFields> fields;

    private final List<Carrier<?>> carriers;

    /**
     * Makes the handler.
     *
     * @param fields what crosses; asked for with the first sending
     * @param carriers what may be written to
     */
    public SenderObservationHandler(Supplier<OutgoingFields> fields, List<Carrier<?>> carriers) {
        this.fields = fields;
        this.carriers = List.copyOf(carriers);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof SenderContext<?>;
    }

    @Override
    public void onScopeOpened(SenderContext<?> context) {
        Object target = context.getCarrier();
        for (Carrier<?> carrier : carriers) {
            if (carrier.type().isInstance(target)) {
                write(Objects.requireNonNull(target), carrier);
            }
        }
    }

    private <C> void write(Object target, Carrier<C> carrier) {
        fields.get().write(carrier.type().cast(target), carrier);
    }
}
