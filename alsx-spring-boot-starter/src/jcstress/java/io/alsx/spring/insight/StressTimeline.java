// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.List;
import java.util.stream.Collectors;

/** The one timeline of a virtual machine, as of an application. */
final class StressTimeline {

    private static final Timeline TIMELINE = new Timeline(
            new ContextObserver(
                    new NoExecutors(), new ObserverSettings(DiagnosticsMode.OFF, DiagnosticsMode.OFF, false, 0)),
            request -> false,
            2000,
            true);

    private StressTimeline() {}

    /** Has it record from now on. */
    static void begin() {
        // done when the class is initialized
    }

    static Timeline timeline() {
        return TIMELINE;
    }

    /** Those of these resources. */
    static List<TimelineEvent> events(Long... asyncIds) {
        return TIMELINE.events().events().stream()
                .filter(event -> List.of(asyncIds).contains(idOf(event)))
                .toList();
    }

    /** What has happened to a resource. */
    static String kinds(List<TimelineEvent> events, long asyncId) {
        return events.stream()
                .filter(event -> idOf(event) == asyncId)
                .map(event -> event.getClass().getSimpleName())
                .collect(Collectors.joining(" "));
    }

    private static long idOf(TimelineEvent event) {
        if (event instanceof TimelineEvent.Made made) {
            return made.asyncId();
        }
        if (event instanceof TimelineEvent.Begun begun) {
            return begun.asyncId();
        }
        return event instanceof TimelineEvent.Ended ended ? ended.asyncId() : -1;
    }
}
