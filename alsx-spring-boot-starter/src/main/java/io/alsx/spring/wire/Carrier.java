// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import org.jspecify.annotations.Nullable;

/**
 * How headers are written to what leaves the process.
 *
 * @param <C> the type of what leaves
 */
interface Carrier<C> {

    /**
     * Where a call goes.
     *
     * @param target what leaves
     * @return the name or address of the host; null for a message, which goes to a broker
     */
    @Nullable
    String host(C target);

    /**
     * A header that is there already.
     *
     * @param target what leaves
     * @param name the header's name
     * @return its value, or all its values with commas between them; null if there is none
     */
    @Nullable
    String get(C target, String name);

    /**
     * Sets a header, in the place of the one there was.
     *
     * @param target what leaves
     * @param name the header's name
     * @param value printable characters of ASCII
     */
    void set(C target, String name, String value);
}
