// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

/** A key of the logging context has two owners, of which each would overwrite what the other one keeps. */
public final class DuplicateMdcKeyException extends IllegalStateException {

    /**
     * Makes the exception.
     *
     * @param key the key
     * @param first an owner
     * @param second the other owner
     */
    public DuplicateMdcKeyException(String key, String first, String second) {
        super("The key '" + key + "' of the logging context has two owners: " + first + " and " + second + ".");
    }
}
