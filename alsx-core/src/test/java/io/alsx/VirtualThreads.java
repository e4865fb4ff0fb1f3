// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.ThreadFactory;

/** Virtual threads as JDK 21 and later have them, for tests that are compiled for an earlier one. */
final class VirtualThreads {

    private VirtualThreads() {}

    /** As {@code Thread.ofVirtual().factory()}. */
    static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** As {@code Thread.ofVirtual().start(task)}. */
    static Thread start(Runnable task) {
        Thread thread = factory().newThread(task);
        thread.start();
        return thread;
    }
}
