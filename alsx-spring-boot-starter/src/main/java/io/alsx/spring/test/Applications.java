// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Finds the application that a test is of. */
final class Applications {

    private Applications() {}

    /** The application, which is started if it has not been; null where the test is not one of Spring's. */
    static @Nullable ApplicationContext of(ExtensionContext test) {
        ExtensionContext place = test;
        while (place.getTestClass().isEmpty()) { // a dynamic test, which is of what its factory is of
            place = place.getParent().orElseThrow();
        }
        for (Class<?> type = place.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            List<ExtendWith> extensions = AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class);
            if (extensions.stream()
                    .anyMatch(extension -> Arrays.asList(extension.value()).contains(SpringExtension.class))) {
                return SpringExtension.getApplicationContext(place);
            }
        }
        return null;
    }
}
