// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.spring.ContextPublishers;
import io.micrometer.context.ContextRegistry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where an application wants the accessor and another starts or stops without it, has the first one it throughout? */
@JCStressTest
@Outcome(id = "1 1, 1", expect = ACCEPTABLE, desc = "Throughout, and put back in the end")
@Outcome(expect = FORBIDDEN, desc = "Missing or registered twice")
@State
public class AccessorRegistrationStress {

    @Actor
    public void wantIt(LL_Result r) {
        AccessorRegistration registration = new AccessorRegistration(true);
        r.r1 = accessors() + " " + accessors();
        registration.destroy();
    }

    @Actor
    public void doWithout() {
        new AccessorRegistration(false).destroy();
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r2 = accessors();
    }

    private static long accessors() {
        return ContextRegistry.getInstance().getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.key().equals(ContextPublishers.KEY))
                .count();
    }
}
