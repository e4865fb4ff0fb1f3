// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.List;

/**
 * Events of a timeline that follow each other.
 *
 * @param timeline which timeline: when it was made, in milliseconds since 1970
 * @param now how old it is, in nanoseconds
 * @param dropped how many events of those asked for are forgotten
 * @param next the number of the event after these
 * @param isOpen whether others may follow
 * @param events the events, the oldest first
 */
public record TimelineEvents(
        long timeline, long now, long dropped, long next, boolean isOpen, List<TimelineEvent> events) {}
