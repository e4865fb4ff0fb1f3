// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.bridge.DuplicateMdcKeyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains two owners of one key of the logging context. */
final class DuplicateMdcKeyFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateMdcKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DuplicateMdcKeyException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Give the MdcEntry of one of them another key, or remove one of them. What alsx.logging.mdc.keys has"
                        + " may be left out there.",
                cause);
    }
}
