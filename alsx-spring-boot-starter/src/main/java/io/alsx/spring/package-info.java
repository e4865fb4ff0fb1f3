// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * What a Spring user names; this package and {@code io.alsx.spring.test} are the API. {@link io.alsx.spring.RequestStore} is
 * the store of a request, {@link io.alsx.spring.RequestStoreFactory} makes it from what {@link io.alsx.spring.RequestInfo}
 * tells, {@link io.alsx.spring.RequestBinding} adds an own storage, {@link io.alsx.spring.RunInStore} gives each call of a
 * method a store like a request's, and {@link io.alsx.spring.WithAsyncResource} a resource. {@link
 * io.alsx.spring.ContextPublishers} ties a publisher to a context, and {@link io.alsx.spring.ContextBridge} has something
 * else move along. {@link io.alsx.spring.WireCodec} has a store of your own cross to other processes. All else is wired by
 * auto-configuration and needs no code.
 */
@NullMarked
package io.alsx.spring;

import org.jspecify.annotations.NullMarked;
