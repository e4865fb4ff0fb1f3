// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where two threads make executors that are to be left alone, are both known? */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both")
@Outcome(expect = FORBIDDEN, desc = "One is lost")
@State
public class ExcludedExecutorsStress {

    private final ExcludedExecutors excluded = new ExcludedExecutors(name -> false);

    private final Executor first = new DirectExecutor();

    private final Executor second = new DirectExecutor();

    @Actor
    public void one() {
        excluded.made(first, "first");
    }

    @Actor
    public void two() {
        excluded.made(second, "second");
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r1 = excluded.contain(first);
        r.r2 = excluded.contain(second);
    }
}
