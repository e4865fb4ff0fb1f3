// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

/** Lets tests of other packages make ids. */
public final class RequestIdAccess {

    private RequestIdAccess() {}

    public static String next() {
        return RequestIds.next();
    }
}
