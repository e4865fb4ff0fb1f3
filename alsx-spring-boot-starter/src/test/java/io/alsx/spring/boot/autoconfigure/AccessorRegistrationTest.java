// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ContextRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;

/** One registry serves all applications: in a class loader of its own here, as other tests have applications as well. */
@CompileWithForkedClassLoader
class AccessorRegistrationTest {

    private final ApplicationContextRunner on = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(AlsxAutoConfiguration.class, AlsxMicrometerAutoConfiguration.class));

    private final ApplicationContextRunner off = on.withPropertyValues("alsx.micrometer.enabled=false");

    private final ApplicationContextRunner allOff = on.withPropertyValues("alsx.enabled=false");

    @Test
    void hasNoAccessorWhileItIsOff() {
        assertThat(accessors()).hasSize(1);
        off.run(context -> assertThat(accessors()).isEmpty());
        assertThat(accessors()).hasSize(1);
        allOff.run(context -> assertThat(accessors()).isEmpty());
        assertThat(accessors()).hasSize(1);
    }

    @Test
    void hasOneWhileAnyApplicationWantsIt() {
        on.run(first -> {
            off.run(second -> assertThat(accessors()).hasSize(1));
            assertThat(accessors()).hasSize(1);
        });
        off.run(first -> {
            on.run(second -> assertThat(accessors()).hasSize(1));
            allOff.run(second -> assertThat(accessors()).isEmpty());
        });
        assertThat(accessors()).hasSize(1);
    }

    @Test
    void isPutBackByTheApplicationThatTookItOut() {
        off.run(first -> {
            allOff.run(second -> assertThat(accessors()).isEmpty());
            assertThat(accessors()).isEmpty();
        });
        assertThat(accessors()).hasSize(1);
    }

    @Test
    void hasNoneUntilTheLastThatDoesNotWantItEnds() {
        ConfigurableApplicationContext first = started("alsx.micrometer.enabled=false");
        ConfigurableApplicationContext second = started("alsx.micrometer.enabled=false");
        ConfigurableApplicationContext wanting = started();
        assertThat(accessors()).hasSize(1);

        wanting.close();
        assertThat(accessors()).isEmpty();
        first.close();
        assertThat(accessors()).isEmpty();
        second.close();
        assertThat(accessors()).hasSize(1);
    }

    @Test
    void registersWhereTheServiceLoaderDidNot() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(ContextPublishers.KEY);
        on.run(context -> assertThat(accessors()).hasSize(1));
    }

    private static ConfigurableApplicationContext started(String... properties) {
        return new SpringApplicationBuilder(AlsxAutoConfiguration.class, AlsxMicrometerAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    private static List<?> accessors() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.key().equals(ContextPublishers.KEY))
                .toList();
    }
}
