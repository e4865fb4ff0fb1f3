// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/** What is done about something that should not have happened. */
public enum DiagnosticsMode {

    /** Nothing; it is not even looked for. */
    OFF,

    /** It is counted, and logged once for each place in the code. */
    LOG,

    /** As with {@link #LOG}, and what can fail fails, for tests. */
    FAIL
}
