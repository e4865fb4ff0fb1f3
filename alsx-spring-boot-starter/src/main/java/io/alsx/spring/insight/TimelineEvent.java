// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import org.jspecify.annotations.Nullable;

/** Something that has happened, on some thread. */
public sealed interface TimelineEvent {

    /**
     * The thread.
     *
     * @return the lane that stands for it
     */
    Lane lane();

    /**
     * When it was.
     *
     * @return nanoseconds since the timeline was made
     */
    long at();

    /**
     * The request that it belongs to.
     *
     * @return the request's id; null if there is none, or it is not known
     */
    @Nullable
    String request();

    /**
     * A resource was made.
     *
     * @param asyncId its id
     * @param type what it is
     * @param triggerAsyncId the id of what caused it
     * @param isEntry whether it is that of the request itself
     * @param request the request's id
     * @param lane where it was made
     * @param at when
     */
    record Made(
            long asyncId,
            String type,
            long triggerAsyncId,
            boolean isEntry,
            @Nullable String request,
            Lane lane,
            long at)
            implements TimelineEvent {}

    /**
     * Code has begun to run in a resource.
     *
     * @param run a number for this run, the same as at its end
     * @param asyncId the id of the resource
     * @param depth how many others run around it, on the same thread
     * @param request the request's id
     * @param lane where it runs
     * @param at when
     */
    record Begun(
            long run, long asyncId, int depth, @Nullable String request, Lane lane, long at) implements TimelineEvent {}

    /**
     * Code has run in a resource.
     *
     * @param run a number for this run
     * @param asyncId the id of the resource
     * @param depth how many others ran around it, on the same thread
     * @param request the request's id
     * @param lane where it ran
     * @param from when it began
     * @param at when it ended
     */
    record Ended(
            long run, long asyncId, int depth, @Nullable String request, Lane lane, long from, long at)
            implements TimelineEvent {}

    /**
     * A context was found to be lost.
     *
     * @param what all that is known of it
     * @param request the request's id, where a single request only was at work
     * @param lane where it was found
     * @param at when
     */
    record Lost(LostContext what, @Nullable String request, Lane lane, long at) implements TimelineEvent {}
}
