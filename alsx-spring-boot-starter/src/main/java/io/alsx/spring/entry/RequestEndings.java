// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.util.function.SingletonSupplier;

/** Is told by the server when a request is over, with all its dispatches, and tells the observers of requests. */
public final class RequestEndings implements ServletRequestListener {

    private final Supplier<Set<RequestStoreFilter>> filters;

    /**
     * Makes the listener.
     *
     * @param beans have the filters, who know the requests; asked for them with the end of the first one
     */
    public RequestEndings(ListableBeanFactory beans) {
        this.filters = SingletonSupplier.of(() -> filters(beans).keySet());
    }

    /**
     * The filters that are at work.
     *
     * @param beans have them
     * @return each with the name of the bean that has it registered, be it the filter itself
     */
    public static Map<RequestStoreFilter, String> filters(ListableBeanFactory beans) {
        Map<RequestStoreFilter, String> names = new LinkedHashMap<>();
        beans.getBeansOfType(RequestStoreFilter.class).forEach((name, filter) -> names.put(filter, name));
        beans.getBeansOfType(FilterRegistrationBean.class).forEach((name, registration) -> {
            if (registration.getFilter() instanceof RequestStoreFilter filter) {
                if (registration.isEnabled()) {
                    names.put(filter, name);
                } else {
                    names.remove(filter);
                }
            }
        });
        return names;
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        filters.get().forEach(filter -> filter.ended(event.getServletRequest()));
    }
}
