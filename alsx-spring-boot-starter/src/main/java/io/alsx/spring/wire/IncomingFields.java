// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.WireTrust;
import io.alsx.spring.wire.WireLosses.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what crosses from what comes in, where that is trusted. Thread-safe. */
public final class IncomingFields {

    /** Takes nothing. */
    public static final IncomingFields NONE =
            new IncomingFields(List.of(), List.of(), request -> false, new WireLosses());

    private static final String BAGGAGE = "baggage";

    private final AttributeCodec attributes;

    private final List<WireCodec<?>> codecs;

    private final WireTrust trust;

    private final WireLosses losses;

    /**
     * Makes it.
     *
     * @param attributes the attributes of a request's store that cross
     * @param codecs what else crosses
     * @param trust whose fields are taken
     * @param losses is told of what does not cross
     */
    public IncomingFields(List<WireField> attributes, List<WireCodec<?>> codecs, WireTrust trust, WireLosses losses) {
        this.attributes = new AttributeCodec(List.copyOf(attributes));
        this.codecs = List.copyOf(codecs);
        this.trust = trust;
        this.losses = losses;
    }

    /**
     * Has the stores of a factory get their attributes.
     *
     * @param factory makes the stores
     * @return a factory that makes the same, with what came in; the given one where nothing may
     */
    public RequestStoreFactory into(RequestStoreFactory factory) {
        if (attributes.fields().stream().noneMatch(WireField::isIncoming)) {
            return factory;
        }
        return request -> {
            RequestStore store = Objects.requireNonNull(
                    factory.create(request),
                    "The RequestStoreFactory gave null; it has to give a store for each request.");
            attributes.read(valuesIn(request, attributes.fields()), store);
            return store;
        };
    }

    /**
     * Enters the stores of the codecs.
     *
     * @return a binding for each
     */
    public List<RequestBinding<?>> bindings() {
        return codecs.stream().<RequestBinding<?>>map(this::binding).toList();
    }

    private <T> RequestBinding<T> binding(WireCodec<T> codec) {
        List<WireField> fields = List.copyOf(codec.fields());
        Function<RequestInfo, @Nullable T> store = request -> storeIn(request, codec, fields);
        return new RequestBinding<>(codec.storage(), store);
    }

    private <T> @Nullable T storeIn(RequestInfo request, WireCodec<T> codec, List<WireField> fields) {
        Map<String, String> values = valuesIn(request, fields);
        try {
            return values.isEmpty() ? null : codec.read(values);
        } catch (RuntimeException e) {
            losses.addFailure("what came for " + codec.storage(), e);
            return null;
        }
    }

    private Map<String, String> valuesIn(RequestInfo request, List<WireField> fields) {
        Map<String, String> values = new HashMap<>();
        Baggage baggage = null;
        for (WireField field : fields) {
            if (field.isIncoming()) {
                String value;
                if (field.form() == WireField.Form.BAGGAGE) {
                    baggage = baggage == null ? baggageOf(request) : baggage;
                    value = baggage.value(field.key());
                } else {
                    value = header(request, field);
                }
                if (value != null && losses.accepts(field, value)) {
                    values.put(field.name(), value);
                }
            }
        }
        if (values.isEmpty() || isTrusted(request)) {
            return values;
        }
        losses.add(Reason.UNTRUSTED, values.size(), "field " + values.keySet());
        return Map.of();
    }

    private Baggage baggageOf(RequestInfo request) {
        Baggage baggage = Baggage.parse(request.headers(BAGGAGE));
        losses.add(Reason.MALFORMED, baggage.dropped(), "a member of a baggage header");
        return baggage;
    }

    private @Nullable String header(RequestInfo request, WireField field) {
        List<String> all = request.headers(field.key());
        if (all.isEmpty()) {
            return null;
        }
        if (all.stream().distinct().count() > 1) {
            losses.add(Reason.DOUBLED, 1, "field '" + field.name() + "'");
            return null;
        }
        // Longer than any value that is not too long, and nothing to spend time on.
        String value = all.get(0);
        return value.length() > Baggage.LONGEST * 2 ? value : FieldText.decode(value);
    }

    private boolean isTrusted(RequestInfo request) {
        try {
            return trust.trusts(request);
        } catch (RuntimeException e) {
            losses.addFailure("the source of a request", e);
            return false;
        }
    }
}
