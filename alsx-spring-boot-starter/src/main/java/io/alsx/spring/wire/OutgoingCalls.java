// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import io.alsx.spring.Wire;
import java.net.http.HttpClient;
import java.util.Map;

/** What crosses, for whoever sends it himself. */
public final class OutgoingCalls implements Wire {

    private final OutgoingFields fields;

    /**
     * Makes it.
     *
     * @param fields what crosses
     */
    public OutgoingCalls(OutgoingFields fields) {
        this.fields = fields;
    }

    @Override
    public Map<String, String> headersFor(String host) {
        return fields.added(host, name -> null);
    }

    @Override
    public HttpClient wrap(HttpClient client) {
        return client instanceof WireHttpClient ? client : new WireHttpClient(client, fields);
    }
}
