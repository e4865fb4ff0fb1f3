// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.util.Collection;
import java.util.function.Supplier;

/** Is told by the server when a request is over, with all its dispatches, and tells the observers of requests. */
public final class RequestEndings implements ServletRequestListener {

    private final Supplier<? extends Collection<RequestStoreFilter>> filters;

    /**
     * Makes the listener.
     *
     * @param filters who know the requests; asked for with the end of the first one
     */
    public RequestEndings(Supplier<? extends Collection<RequestStoreFilter>> filters) {
        this.filters = filters;
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        filters.get().forEach(filter -> filter.ended(event.getServletRequest()));
    }
}
