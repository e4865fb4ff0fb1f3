// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the page on which one watches requests travel.
 *
 * @param enabled Whether the page is served. It shows ids and paths of requests, names of threads and places in the code
 *     to whoever may open it.
 * @param path Path of the page, within the application. Below the endpoint "asynccontext", where that is exposed on the
 *     same port, it is served, too, to whoever may see that.
 * @param remote Whether other machines may open the page. Without, it is for browsers on the same machine only, and not
 *     by way of a proxy.
 * @param events How many events are kept for the page, a few hundred bytes each.
 */
@ConfigurationProperties("alsx.explorer")
record AlsxExplorerProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/explorer") String path,
        @DefaultValue("false") boolean remote,
        @DefaultValue("10000") int events) {

    AlsxExplorerProperties {
        PropertyChecks.path("alsx.explorer.path", path);
        if (events < 100 || events > 1_000_000) {
            throw new InvalidPropertyException(
                    "alsx.explorer.events",
                    String.valueOf(events),
                    "that is too few to show a request, or too many to keep",
                    "Set it to a number from 100 to 1000000.");
        }
    }
}
