// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/** Why a thread has no context, and what mends that. */
public enum LostContextCause {

    /** The JDK's common pool, which nothing reaches from outside. */
    COMMON_POOL(
            "tasks reach the common pool without any code of ours",
            "Use ContextFutures.supplyAsync(...) or give CompletableFuture an executor that carries the context;"
                    + " bind the functions of a parallel stream."),

    /** An executor that a property excludes. */
    EXCLUDED("alsx.executors.exclude leaves this executor alone", "Take its name out of that property."),

    /** An executor bean that takes no task decorator. */
    NOT_WRAPPED(
            "this executor takes no task decorator",
            "Submit to ContextExecutors.propagating(executor), or bind the task with AsyncLocalStorage.bind(...)."),

    /** An executor that would carry the context, had it still its task decorator. */
    BYPASSED(
            "the task came to this executor without the task decorator that it was given to carry the context",
            "Set no task decorator after the start, and submit to the executor bean itself; or bind the task with"
                    + " AsyncLocalStorage.bind(...)."),

    /** A thread of a pool that is no bean, as a library has inside. */
    FOREIGN_POOL(
            "this pool is no bean, so nothing has wrapped it",
            "Give the library ContextExecutors.propagating(executor), or bind what it calls with"
                    + " AsyncLocalStorage.bind(...)."),

    /** A thread of Reactor's, on which an operator runs. */
    REACTOR(
            "an operator of Reactor runs where it was not told of the context",
            "Set alsx.reactor.automatic=true, or use ContextPublishers.bind(publisher)."),

    /** A thread that was started by hand. */
    OWN_THREAD(
            "the thread was started by hand",
            "Start it from ContextExecutors.propagating(threadFactory), or bind what it runs with"
                    + " AsyncLocalStorage.bind(...).");

    private final String reason;

    private final String remedy;

    LostContextCause(String reason, String remedy) {
        this.reason = reason;
        this.remedy = remedy;
    }

    /**
     * Why there is no context.
     *
     * @return a part of a sentence
     */
    public String reason() {
        return reason;
    }

    /**
     * What to do.
     *
     * @return a sentence
     */
    public String remedy() {
        return remedy;
    }
}
