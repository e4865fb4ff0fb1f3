// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

/**
 * Says whose fields are taken, in the place of the property {@code alsx.wire.accept-from}. Define a bean of this type:
 *
 * <pre>{@code
 * @Bean
 * WireTrust gatewaysOnly(GatewayKeys keys) {
 *     return request -> keys.isValid(request.header("X-Gateway-Key"));
 * }
 * }</pre>
 *
 * <p>Called for what brings a declared field, by any number of threads at once, before any store is entered. What it
 * throws means no trust, and is counted and logged. The id of a request has a property of its own, {@code
 * alsx.web.request-id.accept-incoming}.
 */
@FunctionalInterface
public interface WireTrust {

    /**
     * Whether the fields that came in are taken.
     *
     * @param request what came in; of use during this call only
     * @return false to leave them
     */
    boolean trusts(RequestInfo request);
}
