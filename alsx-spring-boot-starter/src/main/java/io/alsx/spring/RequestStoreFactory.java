// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

/**
 * Makes the store of a request. Define a bean of this type for a store of your own:
 *
 * <pre>{@code
 * @Bean
 * RequestStoreFactory storeFactory() {
 *     return request -> new AgentStore(request, request.header("User-Agent")); // extends RequestStore
 * }
 * }</pre>
 *
 * <p>Called once a request, on the thread of its first dispatch, in an empty context, and likewise for each message and
 * each call of a {@link RunInStore} method. What it throws fails the request, the message or the call.
 */
@FunctionalInterface
public interface RequestStoreFactory {

    /**
     * Makes the store.
     *
     * @param request what the request tells; of use during this call only
     * @return the store
     */
    RequestStore create(RequestInfo request);
}
