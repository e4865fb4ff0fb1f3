// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Set;

/**
 * Has the thread's own handler see the context of the task that failed, which the thread has left when its handler is
 * called. Takes itself off with that one call, so that it stays on no thread that lives on.
 */
final class UncaughtInContext implements UncaughtExceptionHandler {

    private static final StackWalker STACK = StackWalker.getInstance();

    /** What has called a task that is certain to call the handler when the task throws, on the same thread. */
    private static final Set<String> CALL_THE_HANDLER = Set.of(
            "java.lang.Thread",
            "java.lang.VirtualThread",
            "java.util.concurrent.ThreadPerTaskExecutor$TaskRunner",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ForkJoinTask$RunnableExecuteAction");

    private final Throwable expected;

    private final ContextFrame frame;

    private final UncaughtExceptionHandler handler;

    private UncaughtInContext(Throwable expected, ContextFrame frame, UncaughtExceptionHandler handler) {
        this.expected = expected;
        this.frame = frame;
        this.handler = handler;
    }

    /** To be called by a task that is about to throw, itself; where nothing calls the handler, it does nothing. */
    static void expect(Throwable thrown, ContextFrame frame) {
        try {
            if (STACK.<Boolean>walk(frames -> frames.skip(2)
                    .findFirst()
                    .filter(caller -> CALL_THE_HANDLER.contains(caller.getClassName()))
                    .isPresent())) {
                Thread thread = Thread.currentThread();
                thread.setUncaughtExceptionHandler(
                        new UncaughtInContext(thrown, frame, thread.getUncaughtExceptionHandler()));
            }
        } catch (Throwable ignored) {
            // what the task has thrown matters more; some threads, for instance, let nobody set their handler
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        thread.setUncaughtExceptionHandler(handler);
        if (error == expected) {
            frame.within(() -> handler.uncaughtException(thread, error));
        } else {
            handler.uncaughtException(thread, error);
        }
    }
}
