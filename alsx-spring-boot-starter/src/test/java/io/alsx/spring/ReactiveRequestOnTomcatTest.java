// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** The reactive stack on a servlet container, whose threads are others. */
class ReactiveRequestOnTomcatTest extends ReactiveRequestContract {

    @BeforeAll
    static void start() {
        start(ReactiveApplication.class, "alsx.reactor.automatic=true");
    }

    @Override
    List<String> concurrentPaths() {
        return List.of("/plain", "/mono", "/future", "/operators", "/client", "/functional", "/body", "/body-first");
    }

    @Override
    boolean tellsOfClientsThatGoAway() {
        return false;
    }
}
