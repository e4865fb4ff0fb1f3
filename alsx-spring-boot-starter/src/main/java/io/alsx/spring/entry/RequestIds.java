// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The ids of requests: which ones are taken from outside, and the making of new ones. */
final class RequestIds {

    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /** Letters, digits and {@code ._:/+=@-} only, so that an id can forge neither a header nor a log line. */
    static boolean isAcceptable(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isAcceptable(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A UUID of version 7, whose random bits follow the time in microseconds: ids sort by time. */
    static String next() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long fraction = ((micros % 1000) << 12) / 1000;
        long high = ((micros / 1000) << 16) | 0x7000L | fraction;
        long low = (ThreadLocalRandom.current().nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static boolean isAcceptable(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '-' && c <= ':') // - . / 0 to 9 :
                || c == '_'
                || c == '+'
                || c == '='
                || c == '@';
    }
}
