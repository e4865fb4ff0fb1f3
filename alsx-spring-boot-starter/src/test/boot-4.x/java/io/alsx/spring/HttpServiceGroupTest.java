// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.service.registry.ImportHttpServices;

/** Services over HTTP that are declared in groups, whose clients no bean makes, carry what crosses. */
class HttpServiceGroupTest {

    @Test
    void crossesWithServicesOfAGroup() {
        try (RunningApplication far = RunningApplication.withWebServer(
                        WireApplication.class, WireHttpTest.with("alsx.wire.accept-from=same-host"));
                RunningApplication near = RunningApplication.withWebServer(
                        Application.class,
                        WireHttpTest.with(
                                "alsx.wire.send-to=localhost",
                                "spring.http.serviceclient.far.base-url=http://localhost:" + far.port()))) {
            @SuppressWarnings("unchecked")
            AsyncLocalStorage<RequestStore> requests = near.bean("requestStorage", AsyncLocalStorage.class);
            RequestStore store = new RequestStore("abc", "GET", "/");
            store.put("user", "ann");
            String seen = requests.run(
                    store, near.bean(WireApplication.Service.class)::seen);
            assertThat(seen).isEqualTo("abc ann none");
        }
    }

    @SpringBootConfiguration
    @Import(WireApplication.class)
    @ImportHttpServices(group = "far", types = WireApplication.Service.class)
    static class Application {}
}
