// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request, from whatever server.
 *
 * @param method of HTTP
 * @param address of who asks, as numbers; null if unknown
 * @param headers the first value of each; null for none
 */
record Asked(String method, @Nullable String address, UnaryOperator<@Nullable String> headers) {

    boolean isForGet() {
        return method.equals("GET");
    }

    boolean isForHead() {
        return method.equals("HEAD");
    }

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }
}
