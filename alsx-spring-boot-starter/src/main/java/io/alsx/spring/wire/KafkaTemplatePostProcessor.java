// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.core.KafkaTemplate;

/** Has each {@link KafkaTemplate} that is a bean write what crosses. */
public final class KafkaTemplatePostProcessor implements BeanPostProcessor {

    static final String INTERCEPTOR = "producerInterceptor";

    private final Supplier<OutgoingFields> fields;

    private final BooleanSupplier enabled;

    /**
     * Makes the post-processor.
     *
     * @param fields what crosses; asked for with the first record
     * @param enabled whether to do anything; asked for when the first template is made
     */
    public KafkaTemplatePostProcessor(Supplier<OutgoingFields> fields, BooleanSupplier enabled) {
        this.fields = fields;
        this.enabled = enabled;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof KafkaTemplate<?, ?> template && enabled.getAsBoolean()) {
            intercept(template);
        }
        return bean;
    }

    @SuppressWarnings("unchecked") // a field has the type parameters of its object
    private <K, V> void intercept(KafkaTemplate<K, V> template) {
        @Nullable
        ProducerInterceptor<K, V> present = (ProducerInterceptor<K, V>)
                PropertyAccessorFactory.forDirectFieldAccess(template).getPropertyValue(INTERCEPTOR);
        if (!(present instanceof OutgoingRecords)) {
            template.setProducerInterceptor(new OutgoingRecords<>(fields, present));
        }
    }
}
