// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.Scope;

/** A scope of nothing. Each is another one. */
final class NoScope implements Scope {

    @Override
    public void close() {}
}
