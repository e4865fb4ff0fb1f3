// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.Scope;
import io.alsx.spring.ContextBridge;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Carries who is logged in, in a security context of each task's own: one that threads share would make a change on one
 * of them a change of the user on all. What a wrapper of Spring Security's has set for the task stays.
 */
public final class SecurityBridge implements ContextBridge, SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog(SecurityBridge.class);

    private static final String STRATEGIES = "org.springframework.security.core.context.";

    private static final String GLOBAL = STRATEGIES + "GlobalSecurityContextHolderStrategy";

    private static final String INHERITABLE = STRATEGIES + "InheritableThreadLocalSecurityContextHolderStrategy";

    private final boolean on;

    private final Supplier<SecurityContextHolderStrategy> strategy;

    /**
     * Makes the bridge.
     *
     * @param on whether it carries anything
     * @param strategy tells where the security context of a thread is; asked for each task
     */
    public SecurityBridge(boolean on, Supplier<SecurityContextHolderStrategy> strategy) {
        this.on = on;
        this.strategy = strategy;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (on && is(INHERITABLE, strategy.get())) {
            LOG.warn("SecurityContextHolder is in MODE_INHERITABLETHREADLOCAL: a thread of a pool keeps the user of"
                    + " whoever made it start, in all that does not run as a task of ours. alsx.bridge.security carries"
                    + " the user without it: take out spring.security.strategy or"
                    + " SecurityContextHolder.setStrategyName(...).");
        }
    }

    @Override
    public Captured capture() {
        SecurityContextHolderStrategy holder = carrying();
        if (holder == null) {
            return NotCarried.CAPTURED;
        }
        SecurityContext context = holder.getContext();
        Authentication authentication = context.getAuthentication();
        return () -> entered(holder, context, authentication);
    }

    @Override
    public Captured nothing() {
        SecurityContextHolderStrategy holder = carrying();
        return holder == null ? NotCarried.CAPTURED : () -> entered(holder, null, null);
    }

    /** None for a context that all threads have in common. */
    private @Nullable SecurityContextHolderStrategy carrying() {
        SecurityContextHolderStrategy holder = on ? strategy.get() : null;
        return holder == null || is(GLOBAL, holder) ? null : holder;
    }

    private static Scope entered(
            SecurityContextHolderStrategy holder,
            @Nullable SecurityContext captured,
            @Nullable Authentication authentication) {
        SecurityContext before = holder.getContext();
        boolean empty = before.getAuthentication() == null;
        if (!empty && before != captured && SecurityWrappers.runTheTask()) {
            return () -> {};
        }
        if (authentication == null) {
            holder.clearContext();
        } else {
            SecurityContext copy = holder.createEmptyContext();
            copy.setAuthentication(authentication);
            holder.setContext(copy);
        }
        return empty && before != captured ? holder::clearContext : () -> holder.setContext(before);
    }

    private static boolean is(String type, SecurityContextHolderStrategy holder) {
        return holder.getClass().getName().equals(type);
    }
}
