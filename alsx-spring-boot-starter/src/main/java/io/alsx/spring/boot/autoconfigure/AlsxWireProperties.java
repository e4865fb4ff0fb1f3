// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.WireField;
import io.alsx.spring.wire.Recipients;
import io.alsx.spring.wire.TrustedSources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of what crosses to other processes, and from them.
 *
 * @param enabled Whether calls and messages to other processes carry anything, and whether fields that come in are taken.
 * @param requestId Whether the id of a request crosses, in the header "alsx.web.request-id.header". Whether one that
 *     comes in is taken says "alsx.web.request-id.accept-incoming".
 * @param fields Attributes of the store that cross. Each has a name, either a header or the key of a member of the W3C
 *     baggage, and, where it is not as usual, a direction (in, out, both), a max-length (256) and redacted (false).
 * @param acceptFrom Whose fields are taken: addresses and ranges of addresses, as "10.0.0.0/8", of whoever opens the
 *     connection, "same-host", and "messages" for messages of brokers. Whatever a proxy has marked as forwarded is never
 *     taken. By default nobody's.
 * @param sendTo Hosts that are sent what crosses, in which a "*" stands for any characters, and "messages" for messages
 *     to brokers. By default all of them are sent the id, and none a field.
 */
@ConfigurationProperties("alsx.wire")
record AlsxWireProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean requestId,
        @DefaultValue List<Field> fields,
        @DefaultValue List<String> acceptFrom,
        @DefaultValue List<String> sendTo) {

    AlsxWireProperties {
        PropertyChecks.sources("alsx.wire.accept-from", acceptFrom);
        PropertyChecks.hosts("alsx.wire.send-to", sendTo);
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).check("alsx.wire.fields[" + i + "]");
        }
    }

    List<WireField> wireFields() {
        List<WireField> all = new ArrayList<>();
        fields.forEach(field -> all.add(field.wireField()));
        return all;
    }

    TrustedSources sources() {
        return new TrustedSources(acceptFrom);
    }

    Recipients recipients() {
        return new Recipients(sendTo);
    }

    /** In words, for the report at start-up. */
    String description(String idHeader, List<String> names, boolean ownTrust) {
        String id = requestId ? idHeader + " to " + (sendTo.isEmpty() ? "everybody" : sendTo) : "no id";
        String to = sendTo.isEmpty() ? "nobody" : sendTo.toString();
        String from = acceptFrom.isEmpty() ? "nobody" : acceptFrom.toString();
        String trusted = ownTrust ? "whom a bean trusts" : from;
        return "across processes: " + id
                + (names.isEmpty() ? "" : ", fields " + names + " from " + trusted + " and to " + to);
    }

    /**
     * An attribute of the store that crosses.
     *
     * @param name Name of the attribute.
     * @param header Name of the header that it crosses in.
     * @param baggage Key of the member of the "baggage" header that it crosses as.
     * @param direction Whether it comes in, goes out, or both.
     * @param maxLength How many characters it may have; what is longer is left out as a whole.
     * @param redacted Whether diagnostics keep its value to themselves.
     */
    record Field(
            @DefaultValue("") String name,
            @Nullable String header,
            @Nullable String baggage,
            @DefaultValue("both") WireField.Direction direction,
            @DefaultValue("256") int maxLength,
            @DefaultValue("false") boolean redacted) {

        void check(String property) {
            if ((header == null) == (baggage == null)) {
                throw new InvalidPropertyException(
                        property,
                        name,
                        "it has " + (header == null ? "neither a header nor" : "both a header and") + " a baggage key",
                        "Set " + property + ".header, as \"X-Tenant\", or " + property + ".baggage, as \"tenant\".");
            }
            try {
                wireField();
            } catch (IllegalArgumentException e) {
                throw new InvalidPropertyException(
                        property, name, "it is no field that can cross", String.valueOf(e.getMessage()));
            }
        }

        WireField wireField() {
            return header == null
                    ? new WireField(
                            name, WireField.Form.BAGGAGE, String.valueOf(baggage), direction, maxLength, redacted)
                    : new WireField(name, WireField.Form.HEADER, header, direction, maxLength, redacted);
        }
    }
}
