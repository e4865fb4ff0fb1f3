// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

/** A property has a value that it cannot have. */
final class InvalidPropertyException extends IllegalArgumentException {

    private final String property;

    private final String value;

    private final String reason;

    private final String remedy;

    InvalidPropertyException(String property, String value, String reason, String remedy) {
        super(property + " cannot be \"" + value + "\": " + reason + ". " + remedy);
        this.property = property;
        this.value = value;
        this.reason = reason;
        this.remedy = remedy;
    }

    String property() {
        return property;
    }

    String value() {
        return value;
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
