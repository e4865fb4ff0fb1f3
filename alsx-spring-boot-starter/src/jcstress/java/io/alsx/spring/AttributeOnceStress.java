// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads of a request ask for an attribute that is missing, is it made once, and do both have that one? */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Made once, for both")
@Outcome(expect = FORBIDDEN, desc = "Made twice, or two different ones")
@State
public class AttributeOnceStress {

    private final RequestStore store = new StressRequest().store();

    private final AtomicInteger made = new AtomicInteger();

    @Actor
    public void one(LLL_Result r) {
        r.r1 = store.computeIfAbsent("name", Integer.class, made::incrementAndGet);
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = store.computeIfAbsent("name", Integer.class, made::incrementAndGet);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = made.get();
    }
}
