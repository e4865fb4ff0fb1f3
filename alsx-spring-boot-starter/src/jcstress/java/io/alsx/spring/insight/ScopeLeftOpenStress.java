// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
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

/** Where two threads find at once that a scope was left open, is that told once? */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Told by one of them")
@Outcome(expect = FORBIDDEN, desc = "Told twice or not at all, or told again")
@State
public class ScopeLeftOpenStress {

    static {
        ToldFailure.silenceLog();
    }

    private final OpenScopes scopes = new OpenScopes(DiagnosticsMode.LOG, 0);

    private final AsyncResource resource = new AsyncResource("R");

    private final Scope scope = new NoScope();

    public ScopeLeftOpenStress() {
        resource.runInAsyncScope(() -> scopes.opened(scope));
    }

    @Actor
    public void one() {
        scopes.over(resource.asyncId());
    }

    @Actor
    public void two() {
        scopes.over(resource.asyncId());
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = scopes.findings().total();
        scopes.over(resource.asyncId());
        scopes.closed(scope);
        r.r2 = scopes.findings().total();
    }
}
