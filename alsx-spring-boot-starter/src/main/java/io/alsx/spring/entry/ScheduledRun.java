// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ClassUtils;

/** A run of a method by a scheduler. */
final class ScheduledRun {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String PROXYING = "org.springframework.aop.";

    /** It alone puts back the whole context; {@link AsyncLocalStorage#run} puts back that of its storage. */
    private static final String BINDING = "io.alsx.ContextRunner";

    private static final String RUNNING = "within";

    private static final List<String> TASK =
            List.of("org.springframework.scheduling.", "io.micrometer.observation.", "io.alsx.");

    private ScheduledRun() {}

    /**
     * Whether a scheduler has called the method that the calling code intercepts, below its error handler and in a task
     * that is bound to a context: at its end the thread has what it had before, whatever was entered. Nothing but the
     * callers tell.
     */
    static boolean isCalling() {
        return CALLERS.walk(ScheduledRun::isCalling);
    }

    private static boolean isCalling(Stream<StackFrame> callers) {
        var outside = callers.skip(2).dropWhile(ScheduledRun::isProxying).iterator();
        if (!outside.hasNext() || outside.next().getDeclaringClass() != ScheduledMethodRunnable.class) {
            return false;
        }
        boolean handlesErrors = false;
        while (outside.hasNext()) {
            StackFrame frame = outside.next();
            if (handlesErrors && isBinding(frame)) {
                return true;
            }
            handlesErrors |= DelegatingErrorHandlingRunnable.class.isAssignableFrom(frame.getDeclaringClass());
            if (!handlesErrors && !isOfTheTask(frame)) {
                return false;
            }
        }
        return false;
    }

    /** Anything else in front of the error handler is code that runs the task itself, and goes on in its own context. */
    private static boolean isOfTheTask(StackFrame frame) {
        return TASK.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static boolean isBinding(StackFrame frame) {
        return frame.getClassName().equals(BINDING) && frame.getMethodName().equals(RUNNING);
    }

    private static boolean isProxying(StackFrame frame) {
        return frame.getClassName().startsWith(PROXYING)
                || frame.getClassName().contains(ClassUtils.CGLIB_CLASS_SEPARATOR)
                || Proxy.isProxyClass(frame.getDeclaringClass());
    }
}
