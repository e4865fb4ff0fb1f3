// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.MdcEntry;
import io.alsx.spring.ToldFailure;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.slf4j.MDC;

/** Has each of two threads the key of its own request, also where another entry fails, and is that logged once? */
@JCStressTest
@Outcome(id = "one null, two null, 1", expect = ACCEPTABLE, desc = "Each its own, and then none")
@Outcome(expect = FORBIDDEN, desc = "Another's, one that stayed, or the log tells of none or both failures")
@State
public class MdcFollowerStress {

    private final ToldFailure failure = new ToldFailure();

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final MdcFollower<String> follower = new MdcFollower<>(storage);

    public MdcFollowerStress() {
        follower.add(new MdcEntry<>("failing", storage, store -> {
            throw failure;
        }));
        follower.add(new MdcEntry<>("key", storage, store -> store));
    }

    @Actor
    public void one(LLL_Result r) {
        r.r1 = follow("one");
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = follow("two");
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = failure.times();
    }

    private String follow(String store) {
        follower.accept(null, store);
        String inside = MDC.get("key");
        follower.accept(store, null);
        return inside + " " + MDC.get("key");
    }
}
