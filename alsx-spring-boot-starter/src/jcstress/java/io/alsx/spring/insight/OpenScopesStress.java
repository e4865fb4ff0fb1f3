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
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads open and close scopes in one resource, is nothing found, and nothing kept? */
@JCStressTest
@Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "All closed as they should, and unknown from then on")
@Outcome(expect = FORBIDDEN, desc = "Something found or kept that was closed")
@State
public class OpenScopesStress {

    static {
        ToldFailure.silenceLog();
    }

    private final OpenScopes scopes = new OpenScopes(DiagnosticsMode.LOG, 0);

    private final AsyncResource resource = new AsyncResource("R");

    private final Scope first = new NoScope();

    private final Scope second = new NoScope();

    @Actor
    public void one() {
        openAndClose(first);
    }

    @Actor
    public void two() {
        openAndClose(second);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r1 = scopes.findings().total();
        scopes.over(resource.asyncId());
        scopes.ended();
        r.r2 = scopes.findings().total();
        scopes.closed(first);
        scopes.closed(second);
        r.r3 = scopes.findings().total();
    }

    private void openAndClose(Scope scope) {
        resource.runInAsyncScope(() -> {
            scopes.begun(resource.asyncId());
            scopes.opened(scope);
            scopes.closed(scope);
            scopes.ended(resource.asyncId());
        });
    }
}
