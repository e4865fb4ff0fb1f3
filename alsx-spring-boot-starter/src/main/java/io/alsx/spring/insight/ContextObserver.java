// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.Snapshot;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.ExecutorCoverage;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.beans.factory.DisposableBean;

/**
 * Watches, while it is on, what becomes of contexts: which stores are missing where, which scopes are misused, and which
 * resources there are. It is a hook, and hears of each task and each bound function as a resource of its own; a request
 * is one, too. It changes nothing.
 *
 * @implNote Off, there is no hook, and nothing costs anything. On, each capture takes a resource, and what it takes to
 *     note it.
 */
public final class ContextObserver implements EntryObserver, DisposableBean {

    private final LostContexts lost;

    private final OpenScopes scopes;

    private final ActiveResources resources = new ActiveResources();

    private final Map<Long, WeakReference<Request>> requests = new ConcurrentSkipListMap<>();

    private final AsyncHook hook = AsyncHooks.createHook(new Hook());

    private final boolean on;

    private final boolean recorded = FlightRecorder.isThere();

    /**
     * Makes the observer, which watches until it is destroyed.
     *
     * @param coverage tells of executors
     * @param settings what to watch for
     */
    public ContextObserver(ExecutorCoverage coverage, ObserverSettings settings) {
        this.lost = new LostContexts(coverage, settings.lostContext(), settings.sampling());
        this.scopes = new OpenScopes(settings.leaks(), settings.sampling());
        this.on = settings.isOn();
        if (recorded) {
            lost.findings().listen(FlightRecorder::lost);
            scopes.findings().listen(FlightRecorder::misused);
        }
        if (on) {
            hook.enable();
        }
    }

    @Override
    public void destroy() {
        hook.disable();
    }

    /** The rest of the request runs in a resource of its own, which ends as what is entered for it does. */
    @Override
    public void entered(RequestInfo request, RequestStore store) {
        if (on) {
            Request resource = new Request(this, request.method() + " " + request.path());
            Snapshot inside = resource.runInAsyncScope(() -> AsyncLocalStorage.snapshot());
            resource.inside = inside;
            requests.put(resource.asyncId(), new WeakReference<>(resource));
            @SuppressWarnings("unused") // not to be closed before the request ends
            Scope ignored = inside.enter();
        }
    }

    /** What it has left open is found now, and it is no longer active. */
    @Override
    public void ended(RequestInfo request, RequestStore store) {
        if (AsyncHooks.executionAsyncResource() instanceof Request resource && resource.observer == this) {
            scopes.over(resource.asyncId());
            resource.emitDestroy();
        }
    }

    /**
     * Whether it watches at all.
     *
     * @return false where all it could watch for is off
     */
    @Override
    public boolean isOn() {
        return on;
    }

    /**
     * The contexts that were lost.
     *
     * @return the same object each time
     */
    public Findings<LostContext> lostContexts() {
        return lost.findings();
    }

    /**
     * The scopes that were misused, with those that are found only now.
     *
     * @return the same object each time
     */
    public Findings<MisusedScope> misusedScopes() {
        scopes.findCollected();
        return scopes.findings();
    }

    /**
     * The resources that there are.
     *
     * @return a copy, the oldest first
     */
    public Collection<ActiveResource> activeResources() {
        return resources.all();
    }

    /** To be called where the work of the calling thread has come to an end, so that it should have nothing open. */
    public void ended() {
        scopes.ended();
    }

    /**
     * The contexts of active requests.
     *
     * @return a copy, by the type and the id of their resources, the oldest first
     */
    public Map<String, Snapshot> activeRequests() {
        Map<String, Snapshot> contexts = new LinkedHashMap<>();
        requests.forEach((asyncId, reference) -> {
            Request request = reference.get();
            if (request != null) {
                contexts.put(request.toString(), request.inside);
            }
        });
        return contexts;
    }

    /** Whether a resource is that of a request. */
    static boolean isOfRequest(AsyncResource resource) {
        return resource instanceof Request;
    }

    ActiveResources resources() {
        return resources;
    }

    OpenScopes scopes() {
        return scopes;
    }

    private static final class Request extends AsyncResource {

        private final ContextObserver observer;

        private volatile Snapshot inside = Snapshot.empty();

        Request(ContextObserver observer, String type) {
            super(type);
            this.observer = observer;
        }
    }

    private final class Hook implements AsyncHooks.Callbacks {

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            resources.init(asyncId, type, triggerAsyncId);
            if (recorded) {
                FlightRecorder.made(asyncId, type, triggerAsyncId);
            }
        }

        @Override
        public void before(long asyncId) {
            resources.before(asyncId);
            scopes.begun(asyncId);
        }

        @Override
        public void after(long asyncId) {
            resources.after(asyncId);
            scopes.ended(asyncId);
        }

        @Override
        public void destroy(long asyncId) {
            resources.destroy(asyncId);
            requests.remove(asyncId);
        }

        @Override
        public void missing(AsyncLocalStorage<?> storage) {
            lost.missing(storage);
        }

        @Override
        public void entered(AsyncLocalStorage<?> storage) {
            scopes.entered();
        }

        @Override
        public void opened(Scope scope) {
            scopes.opened(scope);
        }

        @Override
        public void closed(Scope scope) {
            scopes.closed(scope);
        }
    }
}
