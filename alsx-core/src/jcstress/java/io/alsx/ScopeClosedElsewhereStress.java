// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Where another thread closes a scope, too, does that change neither its own context nor that of the opener? */
@JCStressTest
@Outcome(id = "inner, outer, own, no scope", expect = ACCEPTABLE, desc = "The other came before the scope")
@Outcome(id = "inner, outer, own, closed", expect = ACCEPTABLE, desc = "The other has closed it")
@Outcome(expect = FORBIDDEN, desc = "A context was changed by the other's close")
@State
public class ScopeClosedElsewhereStress {

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private @Nullable Scope scope;

    @Actor
    public void openAndClose(LLLL_Result r) {
        storage.run("outer", () -> {
            Scope opened = storage.withScope("inner");
            scope = opened;
            r.r1 = storage.getStore();
            opened.close();
            r.r2 = storage.getStore();
        });
    }

    @Actor
    public void close(LLLL_Result r) {
        storage.run("own", () -> {
            Scope found = scope;
            if (found != null) {
                found.close();
            }
            r.r3 = storage.getStore();
            r.r4 = found == null ? "no scope" : "closed";
        });
    }
}
