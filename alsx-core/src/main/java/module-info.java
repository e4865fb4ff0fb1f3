// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Node's {@code AsyncLocalStorage} and {@code AsyncResource} for Java: values that follow the work a piece of code
 * causes, on whatever thread it runs. Needs nothing but {@code java.base}.
 */
module io.alsx {
    requires static org.jspecify;

    exports io.alsx;
}
