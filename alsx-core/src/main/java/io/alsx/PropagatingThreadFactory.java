// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Makes threads that run in the context of their making. */
final class PropagatingThreadFactory implements ThreadFactory {

    private final ThreadFactory bare;

    PropagatingThreadFactory(ThreadFactory bare) {
        this.bare = bare;
    }

    @Override
    public @Nullable Thread newThread(Runnable task) {
        return bare.newThread(ContextTask.once(task, "Thread"));
    }

    @Override
    public String toString() {
        return "propagating(" + bare + ")";
    }
}
