// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.WireCodec;
import io.alsx.spring.wire.IncomingFields;
import io.alsx.spring.wire.OutgoingFields;
import io.alsx.spring.wire.RedactedNames;
import io.alsx.spring.wire.SenderObservationHandler;
import io.alsx.spring.wire.WireLosses;
import io.alsx.spring.wire.WireMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationHandler;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires how what crosses lives with tracing, and how it is counted and shown. */
@AutoConfiguration(after = AlsxWireAutoConfiguration.class)
@ConditionalOnBean(IncomingFields.class)
class AlsxWireObservationAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationHandler.class)
    static class ObservationConfiguration {

        @Bean
        @ConditionalOnMissingBean
        SenderObservationHandler alsxSenderObservationHandler(ObjectProvider<OutgoingFields> fields) {
            return new SenderObservationHandler(
                    OutgoingFields.lazily(fields), getClass().getClassLoader());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        WireMetrics alsxWireMetrics(WireLosses losses) {
            return new WireMetrics(losses);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static class SanitizingConfiguration {

        @Bean
        RedactedNames alsxWireSanitizingFunction(
                AlsxWireProperties wire,
                ObjectProvider<WireCodec<?>> codecs,
                Map<String, AsyncLocalStorage<?>> storages) {
            return RedactedNames.of(wire.wireFields(), codecs.orderedStream().toList(), storages);
        }
    }
}
