// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Where one thread makes an executor, as a lazy bean is, can another ask for all that have been made? */
@JCStressTest
@Outcome(
        id = {"first, 2", "first second, 2"},
        expect = ACCEPTABLE,
        desc = "With the new one or without")
@Outcome(expect = FORBIDDEN, desc = "One is lost, or the copy fails")
@State
public class MadeExecutorsStress {

    private final ExecutorPostProcessor executors = new ExecutorPostProcessor(
            new StaticListableBeanFactory().getBeanProvider(ContextTaskDecorator.class), name -> true);

    private final Executor first = new DirectExecutor();

    private final Executor second = new DirectExecutor();

    public MadeExecutorsStress() {
        executors.postProcessBeforeInitialization(first, "first");
    }

    @Actor
    public void make() {
        executors.postProcessBeforeInitialization(second, "second");
    }

    @Actor
    public void read(LL_Result r) {
        r.r1 = String.join(" ", executors.executors().keySet());
    }

    @Arbiter
    public void judge(LL_Result r) {
        AtomicInteger found = new AtomicInteger();
        executors.forEach((name, executor) -> found.incrementAndGet());
        r.r2 = found.get();
    }
}
