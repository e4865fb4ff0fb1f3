// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

package consumer;

import io.alsx.AsyncLocalStorage;
import io.alsx.ContextExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Hands a task to another thread, and says what it sees there. */
public final class App {

    private static final AsyncLocalStorage<String> REQUEST_ID = AsyncLocalStorage.named("requestId");

    private App() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService executor = ContextExecutors.propagating(Executors.newSingleThreadExecutor());
        try {
            String seen = REQUEST_ID.run("abc", () -> executor.submit(App::whatIsSeen).get());
            System.out.println(App.class.getModule() + " with " + AsyncLocalStorage.class.getModule() + ": " + seen);
        } finally {
            executor.shutdown();
        }
    }

    private static String whatIsSeen() {
        return REQUEST_ID.getStore() + " on " + Thread.currentThread().getName();
    }
}
