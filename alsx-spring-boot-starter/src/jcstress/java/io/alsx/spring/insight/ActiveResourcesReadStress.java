// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Can resources be copied and counted while another thread makes and destroys some? */
@JCStressTest
@Outcome(
        id = {"2, 1", "2, 2", "2 3, 1", "2 3, 2"},
        expect = ACCEPTABLE,
        desc = "With or without the one that comes and goes")
@Outcome(expect = FORBIDDEN, desc = "The one that stays is lost, or the count is wrong")
@State
public class ActiveResourcesReadStress {

    private final ActiveResources resources = new ActiveResources();

    public ActiveResourcesReadStress() {
        resources.init(2, "R", 1);
    }

    @Actor
    public void live() {
        resources.init(3, "R", 1);
        resources.destroy(3);
    }

    @Actor
    public void read(LL_Result r) {
        r.r1 = resources.all().stream()
                .map(resource -> String.valueOf(resource.asyncId()))
                .collect(Collectors.joining(" "));
        r.r2 = resources.count();
    }
}
