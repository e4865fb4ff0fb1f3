// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncHooks;
import io.alsx.AsyncResource;
import io.alsx.spring.WithAsyncResource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.springframework.aop.framework.ProxyFactory;

/** Where two threads are the first to call a method that is a resource, is each call one of its own, of its type? */
@JCStressTest
@Outcome(id = "REPORT, REPORT, 2", expect = ACCEPTABLE, desc = "As if each were alone")
@Outcome(expect = FORBIDDEN, desc = "No resource, the other's, or one of another type")
@State
public class ResourceTypeStress {

    private final Set<Long> seen = ConcurrentHashMap.newKeySet();

    private final Supplier<String> bean = proxy();

    @Actor
    public void one(LLL_Result r) {
        r.r1 = bean.get();
    }

    @Actor
    public void two(LLL_Result r) {
        r.r2 = bean.get();
    }

    @Arbiter
    public void judge(LLL_Result r) {
        r.r3 = seen.size();
    }

    @SuppressWarnings("unchecked")
    private Supplier<String> proxy() {
        ProxyFactory factory = new ProxyFactory(new Bean());
        factory.addAdvice(new WithAsyncResourceInterceptor());
        return (Supplier<String>) factory.getProxy();
    }

    /** With a method that is a resource. */
    public final class Bean implements Supplier<String> {

        @Override
        @WithAsyncResource("REPORT")
        public String get() {
            AsyncResource resource = AsyncHooks.executionAsyncResource();
            seen.add(resource.asyncId());
            return resource.type();
        }
    }
}
