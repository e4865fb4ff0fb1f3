// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer, for whatever server. */
record Reply(int status, Map<String, String> headers, String body) {

    Reply(int status, Map<String, String> headers) {
        this(status, headers, "");
    }

    static Reply of(int status, String message) {
        return new Reply(status, Map.of("Content-Type", "text/plain;charset=UTF-8"), message);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
