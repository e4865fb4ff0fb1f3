// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncResource;
import io.alsx.spring.StressRequest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Where a request ends while another thread works for it, does each run that has begun end once in the timeline? */
@JCStressTest
@Outcome(id = "Begun Ended Begun Ended", expect = ACCEPTABLE, desc = "One after the other")
@Outcome(id = "Begun Begun Ended Ended", expect = ACCEPTABLE, desc = "At once")
@Outcome(id = "Begun Ended", expect = ACCEPTABLE_INTERESTING, desc = "What began after the end is not told")
@Outcome(expect = FORBIDDEN, desc = "A run that does not end, or ends twice")
@State
public class TimelineEndStress {

    private final StressRequest request = new StressRequest();

    private final AsyncResource resource;

    public TimelineEndStress() {
        StressTimeline.begin();
        this.resource = new AsyncResource("R");
    }

    @Actor
    public void work() {
        resource.runInAsyncScope(() -> {});
    }

    @Actor
    public void end() {
        resource.runInAsyncScope(() -> StressTimeline.timeline().ended(request, request.store()));
    }

    @Arbiter
    public void judge(L_Result r) {
        r.r1 = StressTimeline.kinds(StressTimeline.events(resource.asyncId()), resource.asyncId())
                .replace("Made ", "");
    }
}
