// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.ThrowingSupplier;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.AnnotationAsyncExecutionInterceptor;
import org.springframework.util.ReflectionUtils;

/**
 * Spring's own interceptor of {@code @Async} methods, with the executors and the exception handler that it was given,
 * that runs each call, and the exception handler, in the context of the caller, whatever the executor is.
 */
final class AsyncMethodInterceptor extends AnnotationAsyncExecutionInterceptor {

    /**
     * Is there in a task if the executor has carried the context itself. Then what the task finds stays, as a decorator
     * of the user's may have entered something.
     */
    private static final AsyncLocalStorage<Object> CALL = AsyncLocalStorage.named("@Async");

    private final ExcludedExecutors excluded;

    AsyncMethodInterceptor(AnnotationAsyncExecutionInterceptor original, ExcludedExecutors excluded) {
        super(null);
        this.excluded = excluded;
        ReflectionUtils.shallowCopyFieldState(original, this);
    }

    @Override
    protected @Nullable Object doSubmit(Callable<Object> task, AsyncTaskExecutor executor, Class<?> returnType) {
        if (excluded.contain(executor)) {
            return super.doSubmit(task, executor, returnType);
        }
        Object call = new Object();
        Callable<Object> bound = bind(task, call, AsyncLocalStorage.snapshot());
        return CALL.<@Nullable Object, RuntimeException>run(call, () -> super.doSubmit(bound, executor, returnType));
    }

    private static Callable<Object> bind(Callable<Object> task, Object call, Snapshot context) {
        ThrowingSupplier<Object, Exception> body = task::call;
        return () -> CALL.getStore() == call
                ? CALL.exit(() -> AsyncLocalStorage.snapshot().run(body))
                : context.run(body);
    }
}
