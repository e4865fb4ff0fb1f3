// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads emit, is a listener that is there for one event called once? */
@JCStressTest
@Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "For the first one's event")
@Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "For the second one's event")
@Outcome(expect = FORBIDDEN, desc = "For both or none")
@State
public class EmitterOnceStress {

    private final AtomicInteger calls = new AtomicInteger();

    private final AsyncResourceEventEmitter<String> emitter =
            new AsyncResourceEventEmitter<String>("E").once(String.class, event -> calls.incrementAndGet());

    @Actor
    public void one(LLL_Result r) {
        r.r1 = emitter.emit("event");
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = emitter.emit("event");
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = calls.get();
    }
}
