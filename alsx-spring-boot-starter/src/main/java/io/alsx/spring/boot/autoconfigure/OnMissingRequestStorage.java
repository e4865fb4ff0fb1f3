// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the application has no storage of requests of its own. {@code @ConditionalOnMissingBean} would take a
 * storage of anything, or a {@link RequestStore} itself, for one.
 */
final class OnMissingRequestStorage extends SpringBootCondition implements ConfigurationCondition {

    private static final ResolvableType TYPE =
            ResolvableType.forClassWithGenerics(AsyncLocalStorage.class, RequestStore.class);

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Missing bean of type " + TYPE);
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        String[] found = beans == null
                ? new String[0]
                : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, TYPE, true, false);
        return found.length == 0
                ? ConditionOutcome.match(message.because("there is none"))
                : ConditionOutcome.noMatch(message.found("bean", "beans").items((Object[]) found));
    }
}
