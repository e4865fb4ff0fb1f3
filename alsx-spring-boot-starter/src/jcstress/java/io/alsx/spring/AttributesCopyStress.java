// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Where one thread of a request replaces an attribute, can another copy all of them, as diagnostics do? */
@JCStressTest
@Outcome(
        id = {"1 2", "3 2"},
        expect = ACCEPTABLE,
        desc = "Before or after")
@Outcome(id = "null 2", expect = ACCEPTABLE_INTERESTING, desc = "In between")
@Outcome(expect = FORBIDDEN, desc = "Another attribute is lost, or the copy fails")
@State
public class AttributesCopyStress {

    private final RequestStore store = new StressRequest().store();

    /** Both names have one hash, and so one place in the table. */
    public AttributesCopyStress() {
        store.put("Aa", 1);
        store.put("BB", 2);
    }

    @Actor
    public void replace() {
        store.remove("Aa");
        store.put("Aa", 3);
    }

    @Actor
    public void copy(L_Result r) {
        try {
            Map<String, Object> copy = store.attributes();
            r.r1 = copy.get("Aa") + " " + copy.get("BB");
        } catch (RuntimeException e) {
            r.r1 = e.toString();
        }
    }
}
