// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
/**
 * For tests of applications: {@link io.alsx.spring.test.StrictContext} fails a test that loses a context or leaves one
 * behind, and {@link io.alsx.spring.test.InStore} runs one in a store. Needs JUnit Jupiter and Spring's test framework,
 * which {@code spring-boot-starter-test} brings.
 */
@NullMarked
package io.alsx.spring.test;

import org.jspecify.annotations.NullMarked;
