// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs on one thread, the innermost first: code in resources, and scopes. A scope that enters the context of a
 * resource counts as code that runs in it: that is how a request does, whose own scope is never closed, and ends with the
 * one around it. Not thread-safe.
 */
final class ThreadRuns {

    private static final long ROOT = 1;

    /** More are not told apart: somebody never closes a scope. */
    private static final int DEPTH = 1000;

    private final EventLog log;

    private final Origins origins;

    private final Lane lane;

    private final Deque<Run> runs = new ArrayDeque<>();

    /** Of a request that has just come in, until its resource is made. Other observers may make some before. */
    private @Nullable Origin arriving;

    /** That resource, until its context is entered. */
    private long entering;

    ThreadRuns(EventLog log, Origins origins, Thread thread) {
        this.log = log;
        this.origins = origins;
        this.lane = Lane.of(thread);
    }

    /** Code in a resource, or a scope in which there is no resource to tell of. */
    private record Run(long number, long asyncId, int scope, int depth, Origin origin, boolean isTold, long from) {}

    Lane lane() {
        return lane;
    }

    /** The id of the request that the thread works for. */
    @Nullable
    String request() {
        return requests().findFirst().orElse(null);
    }

    Stream<String> requests() {
        return runs.stream().map(run -> run.origin.request()).filter(Objects::nonNull);
    }

    /** Whether there is nothing to keep. */
    boolean isIdle() {
        return runs.isEmpty() && arriving == null && entering == 0;
    }

    void arrive(Origin origin) {
        arriving = origin;
    }

    /** Whether a request has come in and goes no further, as another observer has refused it. */
    boolean isRefused() {
        boolean refused = arriving != null;
        arriving = null;
        return refused;
    }

    void made(long asyncId, String type, long triggerAsyncId, boolean isRequest) {
        Origin origin = arriving == null ? origins.of(triggerAsyncId).ofEffects() : arriving;
        boolean isEntry = isRequest && arriving != null;
        if (isEntry) {
            origins.begin(asyncId, origin);
            arriving = null;
            entering = asyncId;
        } else {
            origins.put(asyncId, origin);
        }
        if (!origin.isHidden()) {
            log.add(new TimelineEvent.Made(asyncId, type, triggerAsyncId, isEntry, origin.request(), lane, log.now()));
        }
    }

    void begin(long asyncId) {
        if (asyncId != entering) {
            push(asyncId, 0);
        }
    }

    void end(long asyncId) {
        if (runs.stream().anyMatch(run -> run.scope == 0 && run.asyncId == asyncId)) {
            Run ended;
            do {
                ended = pop();
            } while (ended.scope != 0 || ended.asyncId != asyncId);
        }
    }

    void open(Scope scope, long asyncId) {
        entering = 0;
        push(asyncId, System.identityHashCode(scope));
    }

    void close(Scope scope) {
        int closed = System.identityHashCode(scope);
        if (runs.stream().anyMatch(run -> run.scope == closed)) {
            while (pop().scope != closed) {
                // what was opened inside and left open ends, too
            }
        }
    }

    /** A resource is over: what entered it and was never left, as accessors of others and listeners do, ends now. */
    void over(long asyncId) {
        Run before = null;
        for (Iterator<Run> all = runs.iterator(); all.hasNext(); ) {
            Run run = all.next();
            if (run.asyncId == asyncId) {
                all.remove();
                end(run);
            } else if (isNothing(run) && before != null && isNothing(before)) {
                all.remove();
            } else {
                before = run;
            }
        }
    }

    private void push(long asyncId, int scope) {
        if (runs.size() >= DEPTH) {
            return;
        }
        Run around = runs.peekFirst();
        Origin origin = origins.of(asyncId);
        boolean inSame = scope != 0 && around != null && around.asyncId == asyncId;
        boolean told = asyncId != ROOT && !inSame && !origin.isHidden() && !origin.isOver();
        int depth = around == null ? 0 : around.depth + (around.isTold ? 1 : 0);
        Run run = new Run(log.nextRun(), asyncId, scope, depth, origin, told, log.now());
        runs.addFirst(run);
        if (told) {
            log.add(new TimelineEvent.Begun(run.number, asyncId, depth, origin.request(), lane, run.from));
        }
    }

    private static boolean isNothing(Run run) {
        return run.asyncId == ROOT && run.scope != 0;
    }

    private Run pop() {
        Run run = runs.removeFirst();
        end(run);
        return run;
    }

    private void end(Run run) {
        if (run.isTold) {
            log.add(new TimelineEvent.Ended(
                    run.number, run.asyncId, run.depth, run.origin.request(), lane, run.from, log.now()));
        }
    }
}
