// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.Lane;
import io.alsx.spring.insight.TimelineEvent;
import io.alsx.spring.insight.TimelineEvents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events in the Trace Event Format, for Perfetto and {@code chrome://tracing}: a complete event for each run, a flow from
 * where a resource was made to where it first ran, and an instant for each context that was lost.
 */
final class TraceJson {

    private static final long PROCESS = 1;

    private static final String CATEGORY = "alsx";

    private final JsonText json = new JsonText();

    private final TimelineEvents events;

    private final Map<Long, TimelineEvent.Made> made = new HashMap<>();

    private TraceJson(TimelineEvents events) {
        this.events = events;
    }

    static String of(TimelineEvents events) {
        return new TraceJson(events).write();
    }

    private String write() {
        Map<Long, Lane> lanes = new LinkedHashMap<>();
        Map<Long, TimelineEvent.Ended> runs = new LinkedHashMap<>();
        for (TimelineEvent event : events.events()) {
            lanes.put(event.lane().id(), event.lane());
            if (event instanceof TimelineEvent.Made it) {
                made.put(it.asyncId(), it);
            } else if (event instanceof TimelineEvent.Begun it) {
                runs.put(it.run(), untilNow(it));
            } else if (event instanceof TimelineEvent.Ended it) {
                runs.put(it.run(), it);
            }
        }
        List<Runnable> entries = new ArrayList<>();
        lanes.values().forEach(lane -> entries.add(() -> writeName(lane)));
        runs.values().forEach(run -> entries.add(() -> writeRun(run)));
        addFlows(runs.values(), entries);
        for (TimelineEvent event : events.events()) {
            if (event instanceof TimelineEvent.Lost lost) {
                entries.add(() -> writeLost(lost));
            }
        }
        json.object(() -> json.member("displayTimeUnit", "ms")
                .name("traceEvents")
                .array(entries, (it, entry) -> it.object(entry)));
        return json.toString();
    }

    /** A run that has not ended. */
    private TimelineEvent.Ended untilNow(TimelineEvent.Begun begun) {
        return new TimelineEvent.Ended(
                begun.run(), begun.asyncId(), begun.depth(), begun.request(), begun.lane(), begun.at(), events.now());
    }

    private void addFlows(Collection<TimelineEvent.Ended> runs, List<Runnable> entries) {
        Set<Long> seen = new HashSet<>();
        for (TimelineEvent.Ended run : runs) {
            TimelineEvent.Made source = made.get(run.asyncId());
            if (source != null && !source.isEntry() && seen.add(run.asyncId())) {
                entries.add(() -> writeFlow("s", run.asyncId(), source.lane(), source.at()));
                entries.add(() -> {
                    writeFlow("f", run.asyncId(), run.lane(), run.from());
                    json.member("bp", "e");
                });
            }
        }
    }

    private void writeName(Lane lane) {
        event("thread_name", "M", lane);
        json.name("args").object(() -> json.member("name", lane.name()));
    }

    private void writeRun(TimelineEvent.Ended run) {
        TimelineEvent.Made source = made.get(run.asyncId());
        event(source == null ? "resource" : source.type(), "X", run.lane());
        json.micros("ts", run.from()).micros("dur", run.at() - run.from());
        json.name("args").object(() -> {
            json.member("asyncId", run.asyncId()).member("request", run.request());
            if (source != null) {
                json.member("triggerAsyncId", source.triggerAsyncId());
            }
        });
    }

    private void writeFlow(String phase, long id, Lane lane, long at) {
        event("caused", phase, lane);
        json.member("id", id).micros("ts", at);
    }

    private void writeLost(TimelineEvent.Lost lost) {
        event("lost context", "i", lost.lane());
        json.micros("ts", lost.at()).member("s", "t");
        json.name("args")
                .object(() -> json.member("explanation", lost.what().toString()).member("request", lost.request()));
    }

    private void event(String name, String phase, Lane lane) {
        json.member("name", name)
                .member("cat", CATEGORY)
                .member("ph", phase)
                .member("pid", PROCESS)
                .member("tid", lane.id());
    }
}
