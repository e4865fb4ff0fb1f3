// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Where it is the other source, a plain one, that is completed, does the stage run once, as registered? */
@JCStressTest
@Outcome(
        id = "registrant by registrant, 1, registrant, registrant completer",
        expect = ACCEPTABLE,
        desc = "Was complete")
@Outcome(id = "registrant by completer, 1, registrant, registrant completer", expect = ACCEPTABLE, desc = "Waited")
@Outcome(expect = FORBIDDEN, desc = "Not once, or in another context, or a thread did not get back its own")
@State
public class CompletionOfEitherStress {

    private final StageRace race = new StageRace();

    private final CompletableFuture<String> waiting = ContextFutures.newFuture();

    private final CompletableFuture<String> plain = new CompletableFuture<>();

    @Actor
    public void register() {
        race.register(stage -> waiting.runAfterEither(plain, stage));
    }

    @Actor
    public void complete() {
        race.complete(plain);
    }

    @Arbiter
    public void judge(LLLL_Result r) {
        race.judge(r);
    }
}
