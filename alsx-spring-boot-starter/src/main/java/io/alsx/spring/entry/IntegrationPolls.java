// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Advice that runs each poll for a message from empty, and can tell on its thread. */
final class IntegrationPolls implements MethodInterceptor {

    private final AsyncLocalStorage<Boolean> polling = AsyncLocalStorage.named("polling");

    @Override
    public @Nullable Object invoke(MethodInvocation poll) throws Throwable {
        return Snapshot.empty().run((ThrowingSupplier<@Nullable Object, Throwable>) () -> {
            polling.enterWith(true);
            return poll.proceed();
        });
    }

    boolean isPolling() {
        return polling.getStore() != null;
    }
}
