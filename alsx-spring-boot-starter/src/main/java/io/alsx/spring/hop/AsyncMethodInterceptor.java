// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.AnnotationAsyncExecutionInterceptor;
import org.springframework.util.ReflectionUtils;

/**
 * Spring's own interceptor of {@code @Async} methods, with the executors and the exception handler that it was given,
 * that runs each call, and the exception handler, in the context of the caller, and in what bridges carry, whatever the
 * executor is. A {@code CompletableFuture} is completed there as well, so that callbacks which that runs see the same.
 */
final class AsyncMethodInterceptor extends AnnotationAsyncExecutionInterceptor {

    private final ExcludedExecutors excluded;

    private final ContextCarrier carrier;

    AsyncMethodInterceptor(
            AnnotationAsyncExecutionInterceptor original, ExcludedExecutors excluded, ContextCarrier carrier) {
        super(null);
        this.excluded = excluded;
        this.carrier = carrier;
        ReflectionUtils.shallowCopyFieldState(original, this);
    }

    @Override
    protected @Nullable Object doSubmit(Callable<Object> task, AsyncTaskExecutor executor, Class<?> returnType) {
        if (excluded.contain(executor)) {
            return super.doSubmit(task, executor, returnType);
        }
        if (CompletableFuture.class.isAssignableFrom(returnType)) {
            AsyncTaskExecutor completing = completion -> execute(completion, executor);
            return super.doSubmit(task, completing, returnType);
        }
        Hop.OfCall hop = carrier.hop(task);
        return hop.<@Nullable Object>submit(() -> super.doSubmit(hop, executor, returnType));
    }

    private void execute(Runnable completion, AsyncTaskExecutor executor) {
        Hop.OfTask hop = carrier.hop(completion);
        hop.<@Nullable Object>submit(() -> {
            executor.execute(hop);
            return null;
        });
    }
}
