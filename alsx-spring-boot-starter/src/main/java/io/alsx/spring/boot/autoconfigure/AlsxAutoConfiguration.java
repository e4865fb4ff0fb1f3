// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ContextBridge;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.MdcEntry;
import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RequestStoreFactory;
import io.alsx.spring.bridge.MdcBridge;
import io.alsx.spring.bridge.MdcKey;
import io.alsx.spring.entry.EntryPoint;
import io.alsx.spring.entry.RequestIdPolicy;
import io.alsx.spring.entry.RequestStores;
import io.alsx.spring.hop.AccessorRegistration;
import io.alsx.spring.hop.AutomaticPropagation;
import io.alsx.spring.hop.ContextCarrier;
import io.alsx.spring.insight.ContextObserver;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.insight.StartupReport;
import io.alsx.spring.insight.Timeline;
import io.alsx.spring.wire.IncomingFields;
import io.alsx.spring.wire.OutgoingFields;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;

/** Wires what does not depend on the kind of application: the storage of requests and what follows it. */
@AutoConfiguration
@EnableConfigurationProperties({AlsxProperties.class, AlsxWireProperties.class})
class AlsxAutoConfiguration {

    /** Exists also when all is off, so that what it is injected into still starts. */
    @Bean
    @Conditional(OnMissingRequestStorage.class)
    AsyncLocalStorage<RequestStore> requestStorage() {
        return AsyncLocalStorage.named("request");
    }

    @Bean
    @OnePerContext
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    ContextCarrier alsxContextCarrier(ObjectProvider<ContextBridge> bridges) {
        return new ContextCarrier(() -> bridges.orderedStream().toList());
    }

    @Bean
    @OnePerContext
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    RequestStores alsxRequestStores(
            AsyncLocalStorage<RequestStore> requestStorage,
            ObjectProvider<RequestStoreFactory> factory,
            ObjectProvider<RequestBinding<?>> bindings,
            ObjectProvider<EntryObserver> observers,
            ObjectProvider<IncomingFields> incoming,
            AlsxProperties properties) {
        AlsxProperties.RequestId id = properties.web().requestId();
        IncomingFields fields = incoming.getIfAvailable(() -> IncomingFields.NONE);
        return new RequestStores(
                requestStorage,
                fields.into(factory.getIfAvailable(() -> RequestStore::new)),
                Stream.concat(fields.bindings().stream(), bindings.orderedStream())
                        .toList(),
                new RequestIdPolicy(id.header(), id.acceptIncoming(), id.response()),
                observers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    StartupReport alsxStartupReport(ObjectProvider<Feature> features, ObjectProvider<ExecutorCoverage> coverage) {
        return new StartupReport(
                features.orderedStream()
                        .filter(Feature::atWork)
                        .map(Feature::description)
                        .toList(),
                coverage.getIfAvailable(() -> ExecutorCoverage.NONE));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "alsx.enabled", matchIfMissing = true)
    SetupCheck alsxCoreCheck(ResourceLoader resources) {
        return new SetupCheck(() -> SetupCheck.singleCore(
                Objects.requireNonNullElseGet(resources.getClassLoader(), ClassLoader::getSystemClassLoader)));
    }

    /**
     * What has an effect without being asked for; Spring Boot itself leaves out what waits for all singletons. And what a
     * message or a sending asks for, so that mistakes show at the start, and no thread waits there for another one.
     */
    @Bean
    static LazyInitializationExcludeFilter alsxLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(
                AccessorRegistration.class,
                AlsxProperties.class,
                AlsxWireProperties.class,
                AutomaticPropagation.class,
                ContextObserver.class,
                EntryPoint.class,
                IncomingFields.class,
                MdcBridge.class,
                OutgoingFields.class,
                Timeline.class);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(
            prefix = "alsx",
            name = {"enabled", "logging.mdc.enabled"},
            matchIfMissing = true)
    @ConditionalOnClass(name = "org.slf4j.MDC")
    static class MdcConfiguration {

        @Bean
        @OnePerContext
        MdcBridge alsxMdcBridge(
                AsyncLocalStorage<RequestStore> requestStorage, AlsxProperties properties, ListableBeanFactory beans) {
            if (!properties.mdcIsOn()) {
                return new MdcBridge(requestStorage, Set.of());
            }
            Set<MdcKey> keys = properties.logging().mdc().keys();
            Map<String, MdcEntry<?>> entries = entries(beans);
            SetupCheck.distinctKeys(keys, entries);
            return new MdcBridge(requestStorage, keys, entries.values());
        }

        @Bean
        @Order(4)
        Feature alsxMdcFeature(AlsxProperties properties, MdcBridge alsxMdcBridge) {
            return new Feature(properties.mdcIsOn(), "log lines with " + alsxMdcBridge.keys());
        }

        @SuppressWarnings("unchecked") // whatever the type of its store
        private static Map<String, MdcEntry<?>> entries(ListableBeanFactory beans) {
            return (Map<String, MdcEntry<?>>)
                    (Map<String, ?>) BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, MdcEntry.class);
        }
    }
}
