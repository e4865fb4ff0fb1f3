// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncResource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Where two threads run something at once, does the timeline tell both, each on its lane and in order? */
@JCStressTest
@Outcome(id = "Made Begun Ended, Made Begun Ended, 2", expect = ACCEPTABLE, desc = "As if each were alone")
@Outcome(expect = FORBIDDEN, desc = "An event is missing, told twice, out of order or on the other's lane")
@State
public class TimelineStress {

    private final AtomicLong first = new AtomicLong();

    private final AtomicLong second = new AtomicLong();

    @Actor
    public void one() {
        live(first);
    }

    @Actor
    public void two() {
        live(second);
    }

    @Arbiter
    public void judge(LLL_Result r) {
        List<TimelineEvent> events = StressTimeline.events(first.get(), second.get());
        r.r1 = StressTimeline.kinds(events, first.get());
        r.r2 = StressTimeline.kinds(events, second.get());
        r.r3 = events.stream().map(TimelineEvent::lane).distinct().count();
    }

    private static void live(AtomicLong id) {
        StressTimeline.begin();
        AsyncResource resource = new AsyncResource("R");
        resource.runInAsyncScope(() -> {});
        resource.emitDestroy();
        id.set(resource.asyncId());
    }
}
