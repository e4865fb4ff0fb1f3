// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Are events that are read while others are written, and the first ones forgotten, numbered without a gap? */
@JCStressTest
@Outcome(id = "0 lost, none, next 0", expect = ACCEPTABLE, desc = "None yet")
@Outcome(id = "0 lost, 1, next 1", expect = ACCEPTABLE, desc = "One")
@Outcome(id = "0 lost, 1 2, next 2", expect = ACCEPTABLE, desc = "Two")
@Outcome(id = "1 lost, 2 3, next 3", expect = ACCEPTABLE, desc = "The first one is forgotten")
@Outcome(expect = FORBIDDEN, desc = "A wrong number, or an event lost or out of order")
@State
public class EventLogReadStress {

    private final ReentrantLock lock = new ReentrantLock();

    private final EventLog log = new EventLog(lock, 2);

    @Actor
    public void write() {
        for (int i = 1; i <= 3; i++) {
            lock.lock();
            try {
                log.add(new TimelineEvent.Made(i, "R", 1, false, null, new Lane(1, "lane"), log.now()));
            } finally {
                lock.unlock();
            }
        }
    }

    @Actor
    public void read(LLL_Result r) {
        TimelineEvents events = log.all();
        r.r1 = events.dropped() + " lost";
        r.r2 = events.events().stream()
                .map(event -> String.valueOf(((TimelineEvent.Made) event).asyncId()))
                .reduce((before, after) -> before + " " + after)
                .orElse("none");
        r.r3 = "next " + events.next();
    }
}
