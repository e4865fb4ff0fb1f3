// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import io.alsx.spring.RunInStore;
import java.util.List;
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

/** Where two threads are the first to call an entry point, does each have a store of its own, of the right kind? */
@JCStressTest
@Outcome(id = "JOB daily, JOB daily, 2", expect = ACCEPTABLE, desc = "As if each were alone")
@Outcome(expect = FORBIDDEN, desc = "No store, the other's, or one of another kind")
@State
public class EntryMethodStress {

    private final AsyncLocalStorage<RequestStore> storage = new AsyncLocalStorage<>();

    private final Set<RequestStore> seen = ConcurrentHashMap.newKeySet();

    private final EntryPoint entryPoint = new EntryPoint(new RequestStores(
            storage, RequestStore::new, List.of(), new RequestIdPolicy("X-Request-Id", false, false), List.of()));

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
        factory.addAdvice(new EntryMethodInterceptor(() -> entryPoint, Set::of));
        return (Supplier<String>) factory.getProxy();
    }

    /** With an entry point. */
    public final class Bean implements Supplier<String> {

        @Override
        @RunInStore(kind = "JOB", name = "daily")
        public String get() {
            RequestStore store = storage.requireStore();
            seen.add(store);
            return store.method() + " " + store.path();
        }
    }
}
