// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/**
 * Something of ours that is wired into an application, for the report at start-up.
 *
 * @param atWork whether it does anything
 * @param description what it is, in a few words
 */
public record Feature(boolean atWork, String description) {}
