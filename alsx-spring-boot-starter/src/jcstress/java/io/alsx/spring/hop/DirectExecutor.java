// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import java.util.concurrent.Executor;

/** Runs tasks right there. Each is another one. */
final class DirectExecutor implements Executor {

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
