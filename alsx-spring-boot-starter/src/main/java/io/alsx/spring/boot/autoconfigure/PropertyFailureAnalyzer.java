// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionFailedException;

/** Explains a wrong value of a property of ours: which property, which value, from where, and what it may be. */
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    private static final ConfigurationPropertyName ALSX = ConfigurationPropertyName.of("alsx");

    /** Before Spring Boot's own, which knows no remedy. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!ALSX.equals(cause.getName()) && !ALSX.isAncestorOf(cause.getName())) {
            return null;
        }
        InvalidPropertyException invalid = findCause(cause, InvalidPropertyException.class);
        if (invalid != null) {
            return analysis(invalid.property(), invalid.value(), "", invalid.reason(), invalid.remedy(), cause);
        }
        ConfigurationProperty property = cause.getProperty();
        ConversionFailedException conversion = findCause(cause, ConversionFailedException.class);
        if (property == null || conversion == null) {
            return null;
        }
        return analysis(
                property.getName().toString(),
                String.valueOf(property.getValue()),
                property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")",
                "it is not a value of that property",
                remedy(conversion.getTargetType().getType()),
                cause);
    }

    private static FailureAnalysis analysis(
            String property, String value, String origin, String reason, String remedy, Throwable cause) {
        return new FailureAnalysis(
                "The property " + property + origin + " cannot be \"" + value + "\": " + reason + ".", remedy, cause);
    }

    private static String remedy(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "Set it to true or to false.";
        }
        if (type == int.class || type == Integer.class) {
            return "Set it to a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ".";
        }
        if (type == double.class || type == Double.class) {
            return "Set it to a number, as \"0.5\".";
        }
        if (type.isEnum()) {
            return "Use one of: "
                    + Arrays.stream(type.getEnumConstants())
                            .map(PropertyFailureAnalyzer::text)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        return "Set it to a value of type " + type.getSimpleName() + ".";
    }

    private static String text(Object constant) {
        String text = constant.toString();
        return text.equals(((Enum<?>) constant).name())
                ? text.toLowerCase(Locale.ROOT).replace('_', '-')
                : text;
    }
}
