// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Has each test log with its own pattern. A context that another test class keeps open would keep its pattern, too, and
 * Spring Boot leaves logging properties among those of the system, for good.
 */
final class FreshLogging implements BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(FreshLogging.class);

    @Override
    public void beforeEach(ExtensionContext test) {
        test.getStore(NAMESPACE).put(Properties.class, System.getProperties().clone());
        LoggingSystem.get(test.getRequiredTestClass().getClassLoader()).cleanUp();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        System.setProperties(Objects.requireNonNull(test.getStore(NAMESPACE).get(Properties.class, Properties.class)));
    }
}
