// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.concurrent.Executor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Do two threads that ask at once for the first time hear the same of an executor? */
@JCStressTest
@Outcome(id = "NO NO, NO NO", expect = ACCEPTABLE, desc = "Neither is one of its threads")
@Outcome(expect = FORBIDDEN, desc = "A wrong answer, or a failure")
@State
public class ExecutorThreadsStress {

    private static final List<Executor> EXECUTORS = List.of(new NamedExecutor("first-"), new NamedExecutor("second-"));

    private final ExecutorThreads threads = new ExecutorThreads();

    @Actor
    public void one(LL_Result r) {
        r.r1 = ask();
    }

    @Actor
    public void two(LL_Result r) {
        r.r2 = ask();
    }

    private String ask() {
        return threads.isOneOf(EXECUTORS.get(0)) + " " + threads.isOneOf(EXECUTORS.get(1));
    }

    /** Says how the names of its threads begin. */
    public record NamedExecutor(String getThreadNamePrefix) implements Executor {

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
