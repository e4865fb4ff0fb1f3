// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.spring.ContextBridge.Captured;

/** What a bridge captures that is switched off when an application runs, though not when it was built. */
final class NotCarried {

    static final Captured CAPTURED = () -> () -> {};

    private NotCarried() {}
}
