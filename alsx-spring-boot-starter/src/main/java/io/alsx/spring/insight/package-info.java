// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * How one sees what is at work.
 *
 * <p>A guided tour. {@code ContextObserver} is a hook, and has {@code LostContexts}, {@code OpenScopes} and
 * {@code ActiveResources} look at what it hears; the first two note {@code Findings}. {@code AsyncContextEndpoint},
 * {@code ContextMetrics} and {@code FlightRecorder} show them. {@code CallSite} and {@code ThreadOwners} are for the
 * places and the executors in them. {@code Timeline} is a second hook, for what runs where and when; the explorer, in
 * {@code insight.web}, shows that.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.insight;

import org.jspecify.annotations.NullMarked;
