// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bench;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All that the demo needs of the starter in order to start without it. */
@Configuration(proxyBeanMethods = false)
public class BareStorage {

    @Bean
    AsyncLocalStorage<RequestStore> requestStorage() {
        return new AsyncLocalStorage<>();
    }
}
