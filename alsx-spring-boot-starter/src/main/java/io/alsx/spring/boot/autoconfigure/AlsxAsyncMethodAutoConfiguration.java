// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.hop.AsyncMethodPostProcessor;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.hop.EventMulticasterPostProcessor;
import io.alsx.spring.hop.HopRuntimeHints;
import io.alsx.spring.insight.Feature;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;

/** Wires what carries the context into {@code @Async} methods and event listeners, whatever executor runs them. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnBooleanProperty(
        prefix = "alsx",
        name = {"enabled", "async.enabled"},
        matchIfMissing = true)
@ImportRuntimeHints(HopRuntimeHints.class)
class AlsxAsyncMethodAutoConfiguration {

    @Bean
    @Order(2)
    Feature alsxAsyncMethodFeature(AlsxProperties properties) {
        return new Feature(properties.asyncIsOn(), "@Async methods on any executor");
    }

    @Bean
    @OnePerContext
    static AsyncMethodPostProcessor alsxAsyncMethodPostProcessor(
            ObjectProvider<AlsxProperties> properties, ObjectProvider<ContextCarrier> carrier) {
        return new AsyncMethodPostProcessor(
                () -> properties.getObject().asyncIsOn(),
                name -> properties.getObject().executors().include(name),
                carrier::getObject);
    }

    @Bean
    @OnePerContext
    static EventMulticasterPostProcessor alsxEventMulticasterPostProcessor(
            ObjectProvider<AlsxProperties> properties, ObjectProvider<ContextCarrier> carrier) {
        return new EventMulticasterPostProcessor(
                name -> properties.getObject().carriesContext(name), carrier::getObject);
    }
}
