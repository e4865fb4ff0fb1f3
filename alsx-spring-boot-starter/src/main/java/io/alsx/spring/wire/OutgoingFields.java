// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.wire.WireLosses.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/** Writes what crosses, of the calling thread's context, to what leaves the process. Thread-safe. */
public final class OutgoingFields {

    private static final OutgoingFields NONE = new OutgoingFields(
            AsyncLocalStorage.named("nothing"),
            null,
            List.of(),
            List.of(),
            new Recipients(List.of()),
            new WireLosses());

    private static final String BAGGAGE = "baggage";

    private final AsyncLocalStorage<RequestStore> requests;

    /** Null where the id does not cross. */
    private final @Nullable String idHeader;

    private final List<Source<?>> sources;

    private final Recipients recipients;

    private final WireLosses losses;

    /**
     * Makes it.
     *
     * @param requests where the store of a request is
     * @param idHeader the header that carries the id of a request; null to leave it out
     * @param attributes the attributes of that store that cross
     * @param codecs what else crosses
     * @param recipients who is sent it
     * @param losses is told of what does not cross
     */
    public OutgoingFields(
            AsyncLocalStorage<RequestStore> requests,
            @Nullable String idHeader,
            List<WireField> attributes,
            List<WireCodec<?>> codecs,
            Recipients recipients,
            WireLosses losses) {
        this.requests = requests;
        this.idHeader = idHeader;
        this.sources = sourcesOf(requests, new AttributeCodec(List.copyOf(attributes)), codecs);
        this.recipients = recipients;
        this.losses = losses;
    }

    /**
     * What is asked for only when something is sent, as clients and templates are made before what crosses may be. Nothing
     * does while that is being made: a codec may ask a service then.
     *
     * @param fields what crosses
     * @return what crosses by then
     */
    public static Supplier<OutgoingFields> lazily(ObjectProvider<OutgoingFields> fields) {
        Supplier<OutgoingFields> made = SingletonSupplier.of(fields::getObject);
        return () -> {
            try {
                return made.get();
            } catch (BeanCreationException e) {
                if (e.contains(BeanCurrentlyInCreationException.class)) {
                    return NONE;
                }
                throw e;
            }
        };
    }

    /** Leaves a header that is there already; members of a {@code baggage} header that are not declared, too. */
    <C> void write(C target, Carrier<C> carrier) {
        String host = carrier.host(target);
        RequestStore store = requests.getStore();
        if (store != null && idHeader != null && recipients.getId(host)) {
            writeId(store.requestId(), idHeader, target, carrier);
        }
        if (recipients.getFields(host)) {
            Members members = new Members();
            for (Source<?> source : sources) {
                write(source, target, carrier, members);
            }
            members.writeTo(target, carrier);
        }
    }

    /** Asks for a copy only if there is something to write. A message is its sender's, who may send it again. */
    <C, M extends C> M written(M target, Carrier<C> carrier, UnaryOperator<M> copy) {
        Map<String, String> added = addedTo(target, carrier);
        if (added.isEmpty()) {
            return target;
        }
        M written = copy.apply(target);
        added.forEach((name, value) -> carrier.set(written, name, value));
        return written;
    }

    /** What would be written. */
    <C> Map<String, String> addedTo(C target, Carrier<C> carrier) {
        return added(carrier.host(target), name -> carrier.get(target, name));
    }

    /** What would be written to what goes there and has these headers. */
    Map<String, String> added(@Nullable String host, Function<String, @Nullable String> present) {
        CollectedHeaders headers = new CollectedHeaders(host, present);
        write(headers, CollectedHeaders.CARRIER);
        return headers.added();
    }

    private <C> void writeId(String id, String header, C target, Carrier<C> carrier) {
        if (carrier.get(target, header) == null) {
            if (FieldText.isPlain(id) && id.chars().allMatch(c -> c < 0x7f)) {
                carrier.set(target, header, id);
            } else {
                losses.add(Reason.MALFORMED, 1, "the request's id");
            }
        }
    }

    private <C, T> void write(Source<T> source, C target, Carrier<C> carrier, Members members) {
        T store = source.fields.isEmpty() ? null : source.storage.getStore();
        if (store == null) {
            return;
        }
        Map<String, String> values;
        try {
            values = source.valuesOf.apply(store);
        } catch (RuntimeException | StackOverflowError e) { // of a value's toString, for instance
            losses.addFailure("what " + source.storage + " has", e);
            return;
        }
        for (WireField field : source.fields) {
            String value = field.isOutgoing() ? values.get(field.name()) : null;
            if (value != null && losses.accepts(field, value)) {
                if (field.form() == WireField.Form.BAGGAGE) {
                    members.put(field.key(), value);
                } else if (carrier.get(target, field.key()) == null) {
                    carrier.set(target, field.key(), FieldText.encode(value));
                }
            }
        }
    }

    private static List<Source<?>> sourcesOf(
            AsyncLocalStorage<RequestStore> requests, AttributeCodec attributes, List<WireCodec<?>> codecs) {
        List<Source<?>> sources = new ArrayList<>();
        sources.add(new Source<>(requests, attributes.fields(), attributes::write));
        codecs.forEach(codec -> sources.add(sourceOf(codec)));
        return List.copyOf(sources);
    }

    private static <T> Source<T> sourceOf(WireCodec<T> codec) {
        return new Source<>(codec.storage(), List.copyOf(codec.fields()), codec::write);
    }

    /**
     * A storage whose stores have fields that cross. A codec is asked for its fields once, as it says.
     *
     * @param <T> the type of the stores
     */
    private record Source<T>(
            AsyncLocalStorage<T> storage, List<WireField> fields, Function<T, Map<String, String>> valuesOf) {}

    /** What goes into the {@code baggage} header, beside what others have written there. */
    private final class Members {

        private @Nullable Baggage ours;

        void put(String key, String value) {
            ours = (ours == null ? Baggage.EMPTY : ours).with(key, value);
        }

        <C> void writeTo(C target, Carrier<C> carrier) {
            if (ours != null) {
                String present = carrier.get(target, BAGGAGE);
                Baggage all =
                        present == null ? ours : Baggage.parse(List.of(present)).with(ours);
                losses.add(Reason.FULL, all.excess(), "a member");
                String header = all.header();
                if (!header.equals(present) && !header.isEmpty()) {
                    carrier.set(target, BAGGAGE, header);
                }
            }
        }
    }
}
