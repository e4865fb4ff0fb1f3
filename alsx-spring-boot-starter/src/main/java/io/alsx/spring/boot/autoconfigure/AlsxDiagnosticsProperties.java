// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.insight.DiagnosticsMode;
import io.alsx.spring.insight.ObserverSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of what watches over contexts.
 *
 * @param lostContext What is done where a store is missing on a thread that a request has given work to.
 * @param leaks What is done about scopes that are never closed, closed twice, on another thread or out of order, and about
 *     stores that are entered where nothing ends them. As they are found afterwards, "fail" is as "log"; a test with
 *     "@StrictContext" fails.
 * @param resources Whether active resources are followed, for the endpoint. Also on where one of the others is.
 * @param showStores Whether the endpoint tells what is in the stores of active requests, but for what is sanitized.
 * @param sampling Share of the reads without a store that are looked into, and of the scopes whose place in the code is
 *     noted, from 0 to 1.
 */
@ConfigurationProperties("alsx.diagnostics")
record AlsxDiagnosticsProperties(
        @DefaultValue("off") DiagnosticsMode lostContext,
        @DefaultValue("off") DiagnosticsMode leaks,
        @DefaultValue("false") boolean resources,
        @DefaultValue("false") boolean showStores,
        @DefaultValue("1") double sampling) {

    AlsxDiagnosticsProperties {
        if (!(sampling >= 0 && sampling <= 1)) {
            throw new InvalidPropertyException(
                    "alsx.diagnostics.sampling",
                    String.valueOf(sampling),
                    "it is no share",
                    "Set it to a number from 0, for none, to 1, for all.");
        }
    }

    /** The explorer shows resources, whether or not they are followed for the endpoint. */
    ObserverSettings settings(boolean enabled, boolean explorer) {
        return enabled
                ? new ObserverSettings(lostContext, leaks, resources || showStores || explorer, sampling)
                : new ObserverSettings(DiagnosticsMode.OFF, DiagnosticsMode.OFF, false, 0);
    }
}
