// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.Snapshot;
import io.alsx.spring.RequestStore;
import io.alsx.spring.StressRequest;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Where a request ends while another thread works for it and a third one could look, is none of it kept? */
@JCStressTest
@Outcome(
        id = {"none, 0", "inside, 0"},
        expect = ACCEPTABLE,
        desc = "Seen or not, and nothing kept")
@Outcome(expect = FORBIDDEN, desc = "Seen in another context, or kept")
@State
public class RequestEndStress {

    private static final ContextObserver OBSERVER = new ContextObserver(
            new NoExecutors(), new ObserverSettings(DiagnosticsMode.OFF, DiagnosticsMode.LOG, true, 0));

    private final StressRequest request = new StressRequest();

    private final RequestStore store = request.store();

    private final AsyncLocalStorage<RequestStore> storage = new AsyncLocalStorage<>();

    private final Snapshot inside = storage.run(store, () -> {
        OBSERVER.entered(request, store);
        return AsyncLocalStorage.snapshot();
    });

    @Actor
    public void workAndLook(LL_Result r) {
        inside.run(() -> {
            AsyncResource effect = new AsyncResource(request.path());
            effect.runInAsyncScope(() -> {});
            effect.emitDestroy();
        });
        r.r1 = OBSERVER.activeRequests().entrySet().stream()
                .filter(active -> active.getKey().startsWith("GET " + request.path() + "#"))
                .map(active -> active.getValue().run(storage::getStore) == store ? "inside" : "elsewhere")
                .findFirst()
                .orElse("none");
    }

    @Actor
    public void end() {
        inside.run(() -> OBSERVER.ended(request, store));
    }

    @Arbiter
    public void judge(LL_Result r) {
        r.r2 = Stream.concat(
                        OBSERVER.activeRequests().keySet().stream(),
                        OBSERVER.activeResources().stream().map(ActiveResource::type))
                .filter(text -> (text + "#").contains(request.path() + "#"))
                .count();
    }
}
