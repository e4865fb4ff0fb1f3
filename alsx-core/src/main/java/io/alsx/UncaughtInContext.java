// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.lang.StackWalker.StackFrame;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has the thread's own handler see the context of the task that failed, which the thread has left when its handler is
 * called. Takes itself off with that one call, so that it stays on no thread that lives on.
 */
final class UncaughtInContext implements UncaughtExceptionHandler {

    private static final StackWalker STACK = StackWalker.getInstance();

    private static final String THREAD = Thread.class.getName();

    /** What has called a task that is certain to call the handler when the task throws, on the same thread. */
    private static final Set<String> CALL_THE_HANDLER = Set.of(
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
            if (STACK.<Boolean>walk(frames -> callsTheHandler(frames.skip(2).map(StackFrame::getClassName)))) {
                Thread thread = Thread.currentThread();
                thread.setUncaughtExceptionHandler(
                        new UncaughtInContext(thrown, frame, thread.getUncaughtExceptionHandler()));
            }
        } catch (Throwable ignored) {
            // what the task has thrown matters more; some threads, for instance, let nobody set their handler
        }
    }

    /** A thread does so at the bottom of the stack only: it may also be run as if it were a task. */
    private static boolean callsTheHandler(Stream<String> callers) {
        return callers.dropWhile(THREAD::equals)
                .findFirst()
                .map(CALL_THE_HANDLER::contains)
                .orElse(true);
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
