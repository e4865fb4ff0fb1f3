// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads run in the same resource, does each have its store and its id, and then its own again? */
@JCStressTest
@Outcome(id = "bound inside one, bound inside two, 2 2", expect = ACCEPTABLE, desc = "As if each were alone")
@Outcome(expect = FORBIDDEN, desc = "A store or an id of another, or an event that is missing or told twice")
@State
public class ResourceByTwoThreadsStress {

    static {
        AsyncHooks.createHook(EventLog.OF_THE_CAUSE).enable();
    }

    private final EventLog log = new EventLog();

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final AsyncResource resource = storage.run(
            "bound",
            () -> new AsyncResource("R", AsyncResource.Options.defaults().requireManualDestroy(true)));

    @Actor
    public void one(LLL_Result r) {
        r.r1 = storage.run("one", this::call);
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = storage.run("two", this::call);
    }

    @Arbiter
    public void count(LLL_Result r) {
        r.r3 = log.count("before") + " " + log.count("after");
    }

    private String call() {
        StringBuilder seen = new StringBuilder();
        log.cause(() -> resource.runInAsyncScope(() -> {
            seen.append(storage.getStore());
            seen.append(AsyncHooks.executionAsyncId() == resource.asyncId() ? " inside " : " elsewhere ");
        }));
        return seen.append(AsyncHooks.executionAsyncId() == 1 ? storage.getStore() : "not left")
                .toString();
    }
}
