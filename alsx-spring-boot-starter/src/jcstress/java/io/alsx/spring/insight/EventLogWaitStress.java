// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where one thread waits for events, does the end of the log send it away at once? */
@JCStressTest
@Outcome(id = "closed, soon", expect = ACCEPTABLE, desc = "Sent away, or not let in")
@Outcome(expect = FORBIDDEN, desc = "It waited in vain")
@State
public class EventLogWaitStress {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventLog log = new EventLog(new ReentrantLock(), 2);

    @Actor
    public void await(LL_Result r) {
        try {
            TimelineEvents events = log.from(0, 10, PATIENCE);
            r.r1 = events.isOpen() ? "open" : "closed";
            r.r2 = events.now() < PATIENCE.toNanos() ? "soon" : "late";
        } catch (InterruptedException e) {
            r.r1 = "interrupted";
        }
    }

    @Actor
    public void close() {
        log.setOpen(false);
    }
}
