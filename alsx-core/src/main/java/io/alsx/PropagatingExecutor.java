// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.concurrent.Executor;

/** Hands each task to a bare executor together with the context of its submission. */
sealed class PropagatingExecutor<E extends Executor> implements Executor permits PropagatingExecutorService {

    static final String TASK = "ExecutorTask";

    final E bare;

    PropagatingExecutor(E bare) {
        this.bare = bare;
    }

    @Override
    public final void execute(Runnable command) {
        bare.execute(ContextTask.once(command, TASK));
    }

    @Override
    public final String toString() {
        return "propagating(" + bare + ")";
    }
}
