// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Has each record, or batch of records, that a Kafka listener is given begin a context of its own: around whatever
 * interceptors the application has for itself, in the containers of all factories and in those that are beans.
 */
public final class KafkaListenerPostProcessor implements BeanPostProcessor {

    private final Supplier<EntryPoint> entryPoint;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param entryPoint begins the contexts; asked for when the first container is made
     * @param enabled whether to do anything; asked for when the first factory or container is made
     */
    public KafkaListenerPostProcessor(Supplier<EntryPoint> entryPoint, BooleanSupplier enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory && enabled.getAsBoolean()) {
            customize(factory);
        } else if (bean instanceof AbstractMessageListenerContainer<?, ?> container && enabled.getAsBoolean()) {
            intercept(container);
        }
        return bean;
    }

    /** After the application's own customizer, which may set an interceptor. */
    @SuppressWarnings("unchecked") // a field has the type parameters of its object
    private <C extends AbstractMessageListenerContainer<K, V>, K, V> void customize(
            AbstractKafkaListenerContainerFactory<C, K, V> factory) {
        @Nullable
        ContainerCustomizer<K, V, C> present = (ContainerCustomizer<K, V, C>)
                PrivateField.valueOf(AbstractKafkaListenerContainerFactory.class, "containerCustomizer", factory);
        factory.setContainerCustomizer(container -> {
            if (present != null) {
                present.configure(container);
            }
            intercept(container);
        });
    }

    @SuppressWarnings("unchecked") // as above
    private <K, V> void intercept(AbstractMessageListenerContainer<K, V> container) {
        @Nullable
        RecordInterceptor<K, V> ofRecords = (RecordInterceptor<K, V>)
                PrivateField.valueOf(AbstractMessageListenerContainer.class, "recordInterceptor", container);
        @Nullable
        BatchInterceptor<K, V> ofBatches = (BatchInterceptor<K, V>)
                PrivateField.valueOf(AbstractMessageListenerContainer.class, "batchInterceptor", container);
        if (ofRecords == null && ofBatches == null) {
            container.setInterceptBeforeTx(false); // what fails there skips the record, and those that came with it
        }
        if (!(ofRecords instanceof KafkaRecordEntry)) {
            container.setRecordInterceptor(new KafkaRecordEntry<>(entryPoint.get(), ofRecords));
        }
        if (!(ofBatches instanceof KafkaBatchEntry)) {
            container.setBatchInterceptor(new KafkaBatchEntry<>(entryPoint.get(), ofBatches));
        }
    }
}
