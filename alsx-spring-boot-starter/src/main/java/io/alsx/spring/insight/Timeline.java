// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncResource;
import io.alsx.Scope;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Records what runs where, and what has caused it: each resource, each time that code runs in one, each context that was
 * lost, and the request that all of it belongs to. Knows ids, types and the names of threads, and of a store no more than
 * the id, and the method and path that the type of the request's resource is made of.
 *
 * <p>Has to be told of a request before the {@link ContextObserver} is, as that makes the resource of the request.
 *
 * <p>Thread-safe. Keeps a bounded number of events, and forgets the oldest; holds no thread and no scope.
 */
public final class Timeline implements EntryObserver, SmartLifecycle, DisposableBean {

    private final ReentrantLock lock = new ReentrantLock();

    private final EventLog log;

    private final Origins origins;

    /** Those that run anything: each end of a request goes through them all, and virtual threads come and go. */
    private final Map<Thread, ThreadRuns> threads = new WeakHashMap<>();

    private final Predicate<RequestInfo> hidden;

    private final boolean on;

    private final AsyncHook hook = AsyncHooks.createHook(new Hook());

    private final Findings<LostContext> losses;

    /** One object, by which it is forgotten. */
    private final Consumer<LostContext> listener = this::lost;

    private volatile boolean running;

    /**
     * Makes the timeline, which records until it is destroyed.
     *
     * @param observer tells of contexts that are lost
     * @param hidden which requests are left out, with all that they cause
     * @param events how many events are kept
     * @param on whether it records anything
     */
    public Timeline(ContextObserver observer, Predicate<RequestInfo> hidden, int events, boolean on) {
        this.log = new EventLog(lock, events);
        this.origins = new Origins(events);
        this.hidden = hidden;
        this.on = on;
        this.losses = observer.lostContexts();
        if (on) {
            losses.listen(listener);
            hook.enable();
        }
    }

    @Override
    public void start() {
        running = true;
        log.setOpen(true);
    }

    /** Among the first, while a web server still waits for its requests: a stream of events would keep it waiting. */
    @Override
    public void stop() {
        running = false;
        log.setOpen(false);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void destroy() {
        hook.disable();
        losses.forget(listener); // the observer may be of a parent context, which goes on
        log.setOpen(false);
    }

    /**
     * Whether it records anything.
     *
     * @return false where it is off
     */
    @Override
    public boolean isOn() {
        return on;
    }

    /** The next resource that is made on this thread for a request is this one's. */
    @Override
    public void entered(RequestInfo request, RequestStore store) {
        if (on) {
            Origin origin = hidden.test(request) ? Origin.HIDDEN : Origin.of(store.requestId());
            record(thread -> thread.arrive(origin));
        }
    }

    @Override
    public void ended(RequestInfo request, RequestStore store) {
        if (on) {
            long asyncId = AsyncHooks.executionAsyncId();
            record(current -> {
                if (!current.isRefused()) {
                    threads.values().forEach(thread -> thread.over(asyncId));
                    origins.end(asyncId);
                }
            });
        }
    }

    /**
     * What has happened from some event on; waits for one where there is none yet.
     *
     * @param from the number of the first event; 0 for all that there are
     * @param most how many events to give at most
     * @param patience how long to wait
     * @return the events, the oldest first; none once the timeline is closed or the time is over
     * @throws InterruptedException if the thread is interrupted
     */
    public TimelineEvents events(long from, int most, Duration patience) throws InterruptedException {
        return log.from(from, most, patience);
    }

    /**
     * All that is kept.
     *
     * @return a copy, the oldest first
     */
    public TimelineEvents events() {
        return log.all();
    }

    private void lost(LostContext lost) {
        record(thread -> {
            String request = thread.request();
            if (request == null) {
                request = onlyOneAtWork();
            }
            log.add(new TimelineEvent.Lost(lost, request, thread.lane(), log.now()));
        });
    }

    /** The id of the request that has not ended or that code runs for, on whatever thread, where that is a single one. */
    private @Nullable String onlyOneAtWork() {
        Stream<String> running = threads.values().stream().flatMap(ThreadRuns::requests);
        List<String> all =
                Stream.concat(running, origins.atWork()).distinct().limit(2).toList();
        return all.size() == 1 ? all.get(0) : null;
    }

    private void record(Consumer<ThreadRuns> event) {
        Thread current = Thread.currentThread();
        lock.lock();
        try {
            ThreadRuns runs = threads.computeIfAbsent(current, thread -> new ThreadRuns(log, origins, thread));
            event.accept(runs);
            if (runs.isIdle()) {
                threads.remove(current);
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Hook implements AsyncHooks.Callbacks {

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            boolean isRequest = ContextObserver.isOfRequest(resource);
            record(thread -> thread.made(asyncId, type, triggerAsyncId, isRequest));
        }

        @Override
        public void before(long asyncId) {
            record(thread -> thread.begin(asyncId));
        }

        @Override
        public void after(long asyncId) {
            record(thread -> thread.end(asyncId));
        }

        @Override
        public void opened(Scope scope) {
            long asyncId = AsyncHooks.executionAsyncId();
            record(thread -> thread.open(scope, asyncId));
        }

        @Override
        public void closed(Scope scope) {
            record(thread -> thread.close(scope));
        }
    }
}
