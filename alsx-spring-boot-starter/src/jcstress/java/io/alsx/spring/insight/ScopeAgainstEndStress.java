// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.spring.ToldFailure;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where a request ends while another thread is in a scope of it, is that scope told of once at most, and forgotten? */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The scope was closed before, or opened after")
@Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "It was open at the end of the request")
@Outcome(expect = FORBIDDEN, desc = "Told twice, or found again later")
@State
public class ScopeAgainstEndStress {

    static {
        ToldFailure.silenceLog();
    }

    private final OpenScopes scopes = new OpenScopes(DiagnosticsMode.LOG, 0);

    private final AsyncResource resource = new AsyncResource("R");

    @Actor
    public void openAndClose() {
        Scope scope = new NoScope();
        resource.runInAsyncScope(() -> scopes.opened(scope));
        scopes.closed(scope);
    }

    @Actor
    public void end() {
        scopes.over(resource.asyncId());
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = scopes.findings().total();
        scopes.over(resource.asyncId());
        r.r2 = scopes.findings().total();
    }
}
