// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import org.junit.jupiter.api.Test;

/** What docs/model.md shows, at work. */
class ModelTest {

    @Test
    void isAKeyAFrameAndASlot() {
        // spotless:off
        AsyncLocalStorage<String> tenant = AsyncLocalStorage.named("tenant"); // a key
        Snapshot nothing = AsyncLocalStorage.snapshot();                      // what the slot points at: no frame

        tenant.run("acme", () -> {                                            // the slot points at a frame: tenant is acme
            Snapshot here = AsyncLocalStorage.snapshot();                     // a reference to that frame
            tenant.run("globex", () -> {                                      // the slot points at another frame
                assertThat(here.run(() -> tenant.getStore())).isEqualTo("acme");
                assertThat(nothing.run(() -> tenant.getStore())).isNull();    // nothing is a context like any other
                assertThat(tenant.getStore()).isEqualTo("globex");            // and each time the slot was put back
            });
        });
        // spotless:on
        assertThat(tenant.getStore()).isNull();
    }
}
