// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes what reaches the uncaught-exception handler of the calling thread. */
final class UncaughtErrors {

    private UncaughtErrors() {}

    static List<Throwable> during(Runnable code) {
        List<Throwable> uncaught = new ArrayList<>();
        during(code, uncaught::add);
        return uncaught;
    }

    static void during(Runnable code, Consumer<Throwable> handler) {
        Thread thread = Thread.currentThread();
        thread.setUncaughtExceptionHandler((failed, error) -> handler.accept(error));
        try {
            code.run();
        } finally {
            thread.setUncaughtExceptionHandler(null);
        }
    }
}
