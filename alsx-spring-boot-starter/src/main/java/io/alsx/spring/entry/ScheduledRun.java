// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import io.alsx.AsyncLocalStorage;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ClassUtils;

/** A run of a method by a scheduler. */
final class ScheduledRun {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String PROXYING = "org.springframework.aop.";

    /** It alone puts back the whole context; {@link AsyncLocalStorage#run} puts back that of its storage. */
    private static final String BINDING = "io.alsx.ContextRunner";

    private static final String RUNNING = "within";

    private ScheduledRun() {}

    /**
     * Whether a scheduler has called the method that the calling code intercepts, in a task that is bound to a context: at
     * its end the thread has what it had before, whatever was entered. Nothing but the callers tell.
     */
    static boolean isCalling() {
        return CALLERS.walk(ScheduledRun::isCalling);
    }

    private static boolean isCalling(Stream<StackFrame> callers) {
        var outside = callers.skip(2).dropWhile(ScheduledRun::isProxying).iterator();
        if (!outside.hasNext() || outside.next().getDeclaringClass() != ScheduledMethodRunnable.class) {
            return false;
        }
        while (outside.hasNext()) {
            StackFrame frame = outside.next();
            if (frame.getClassName().equals(BINDING) && frame.getMethodName().equals(RUNNING)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProxying(StackFrame frame) {
        return frame.getClassName().startsWith(PROXYING)
                || frame.getClassName().contains(ClassUtils.CGLIB_CLASS_SEPARATOR)
                || Proxy.isProxyClass(frame.getDeclaringClass());
    }
}
