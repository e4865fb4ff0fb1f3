// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import java.util.function.Supplier;

/**
 * The context of a request that is not known yet: empty until the filter has made it. That finds it in the Reactor context
 * under this class, as another filter may have written something else under the public key.
 */
final class LateContext implements Supplier<Snapshot> {

    private volatile Snapshot context = Snapshot.empty();

    @Override
    public Snapshot get() {
        return context;
    }

    void set(Snapshot context) {
        this.context = context;
    }
}
