// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.HeardEvents.Made;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that Node's test files of these names pin down: resources that are collected. */
class NodeSuiteCollectionTest {

    private final HeardEvents heard = new HeardEvents("COLLECTED");

    @BeforeEach
    void enableHook() {
        heard.listen();
    }

    @AfterEach
    void disableHook() {
        heard.close();
    }

    /** Makes a resource and has it collected, and another one that the collector tells the end of. */
    private Made collected(AsyncResource.Options options, boolean destroy) {
        AsyncResource[] resource = {new AsyncResource("COLLECTED", options)};
        if (destroy) {
            resource[0].emitDestroy();
        }
        WeakReference<AsyncResource> reference = new WeakReference<>(resource[0]);
        resource[0] = null;
        Garbage.collectUntil(() -> reference.get() == null);
        new AsyncResource("COLLECTED");
        Made last = heard.made().get(1);
        Garbage.collectUntil(() -> !heard.eventsOf(last).isEmpty());
        return heard.made().get(0);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-destroy-on-gc.js")
    void areDestroyed() {
        new AsyncResource("COLLECTED");
        Garbage.collectUntil(() -> !heard.eventsOf(heard.only()).isEmpty());

        assertThat(heard.eventsOf(heard.only())).containsExactly("destroy");
    }

    @Test
    @DisplayName("parallel/test-async-hooks-disable-gc-tracking.js")
    void areNotDestroyedWhereManualDestructionIsRequired() {
        Made resource = collected(AsyncResource.Options.defaults().requireManualDestroy(true), false);

        assertThat(heard.eventsOf(resource)).isEmpty();
    }

    @Test
    @DisplayName("parallel/test-async-hooks-prevent-double-destroy.js")
    void areNotDestroyedASecondTime() {
        Made resource = collected(AsyncResource.Options.defaults(), true);

        assertThat(heard.eventsOf(resource)).containsExactly("destroy");
    }
}
