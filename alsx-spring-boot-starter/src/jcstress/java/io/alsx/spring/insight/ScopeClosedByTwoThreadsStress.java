// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.spring.ToldFailure;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where another thread closes a scope, too, is that told of once at most, and the scope forgotten? */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The other one's close was told of")
@Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Both closed at once, so that it was not")
@Outcome(expect = FORBIDDEN, desc = "Told of twice, or kept")
@State
public class ScopeClosedByTwoThreadsStress {

    static {
        ToldFailure.silenceLog();
    }

    private final OpenScopes scopes = new OpenScopes(DiagnosticsMode.LOG, 0);

    private final AsyncResource resource = new AsyncResource("R");

    private volatile @Nullable Scope opened;

    @Actor
    public void openAndClose() {
        Scope scope = new NoScope();
        resource.runInAsyncScope(() -> scopes.opened(scope));
        opened = scope;
        scopes.closed(scope);
    }

    @Actor
    public void close() {
        Scope scope = opened;
        while (scope == null) {
            Thread.yield();
            scope = opened;
        }
        scopes.closed(scope);
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = scopes.findings().total();
        scopes.over(resource.asyncId());
        scopes.ended();
        r.r2 = scopes.findings().total();
    }
}
