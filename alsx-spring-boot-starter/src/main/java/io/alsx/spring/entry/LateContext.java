// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.Snapshot;
import java.util.function.Supplier;

/** The context of a request that is not known yet: empty until the filter has made it. */
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
