// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;

/** Requests of Spring's HTTP clients. */
final class HttpCarrier implements Carrier<HttpRequest> {

    /** A request without a host goes where nothing is allowed. */
    @Override
    public String host(HttpRequest target) {
        String host = target.getURI().getHost();
        return host == null ? otherHost(target.getURI().getRawAuthority()) : host;
    }

    /** One with a name as {@code stock_1}, which is none to a {@code URI}, and is one to clients and name servers. */
    private static String otherHost(@Nullable String authority) {
        if (authority == null) {
            return "";
        }
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return host.indexOf(':') < 0 ? host : host.substring(0, host.indexOf(':'));
    }

    /** By what headers have had on each line of Spring. */
    @Override
    public @Nullable String get(HttpRequest target, String name) {
        HttpHeaders headers = target.getHeaders();
        if (headers.getFirst(name) == null) {
            return null;
        }
        List<String> all = new ArrayList<>(1);
        headers.forEach((key, values) -> {
            if (key.equalsIgnoreCase(name)) {
                all.addAll(values);
            }
        });
        return String.join(",", all);
    }

    @Override
    public void set(HttpRequest target, String name, String value) {
        target.getHeaders().set(name, value);
    }
}
