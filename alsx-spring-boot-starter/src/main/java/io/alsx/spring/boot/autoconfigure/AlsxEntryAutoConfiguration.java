// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.entry.EntryMethodPostProcessor;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.EntryRuntimeHints;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.insight.Feature;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** Wires what gives methods that are entry points a store of their own. */
@AutoConfiguration(after = AlsxAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
@ImportRuntimeHints(EntryRuntimeHints.class)
class AlsxEntryAutoConfiguration {

    @Bean
    @OnePerContext
    EntryPoint alsxEntryPoint(RequestStores stores) {
        return new EntryPoint(stores);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "alsx.entry-points.enabled", matchIfMissing = true)
    static class MethodConfiguration {

        @Bean
        @Order(4)
        Feature alsxEntryPointFeature(AlsxProperties properties) {
            return new Feature(properties.entryPointsAreOn(), "@RunInStore");
        }

        /** Binds the properties for itself: it looks at beans that are made before the properties' own may be. */
        @Bean
        @OnePerContext
        static EntryMethodPostProcessor alsxEntryMethodPostProcessor(
                ObjectProvider<EntryPoint> entryPoint, Environment environment) {
            Supplier<AlsxProperties> properties =
                    SingletonSupplier.of(() -> Binder.get(environment).bindOrCreate("alsx", AlsxProperties.class));
            return new EntryMethodPostProcessor(
                    SingletonSupplier.of(entryPoint::getObject),
                    () -> properties.get().entryPointAnnotations(),
                    () -> properties.get().entryPointsAreOn());
        }
    }
}
