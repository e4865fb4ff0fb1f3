// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/**
 * What an observer watches for.
 *
 * @param lostContext what is done about stores that are missing
 * @param leaks what is done about scopes that are misused
 * @param resources whether it follows resources
 * @param sampling the share of cases that are looked into in full, from 0 to 1
 */
public record ObserverSettings(DiagnosticsMode lostContext, DiagnosticsMode leaks, boolean resources, double sampling) {

    /**
     * Whether there is anything to watch for.
     *
     * @return false where all is off
     */
    public boolean isOn() {
        return lostContext != DiagnosticsMode.OFF || leaks != DiagnosticsMode.OFF || resources;
    }
}
