// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.insight.LostContext;
import io.alsx.spring.insight.TimelineEvent;
import io.alsx.spring.insight.TimelineEvents;

/** Events as the page takes them. Times are nanoseconds since the timeline was made. */
final class TimelineJson {

    private TimelineJson() {}

    static String of(TimelineEvents events, boolean watching) {
        JsonText json = new JsonText();
        json.object(() -> json.member("timeline", events.timeline())
                .member("now", events.now())
                .member("dropped", events.dropped())
                .member("next", events.next())
                .member("watching", watching)
                .name("events")
                .array(events.events(), TimelineJson::write));
        return json.toString();
    }

    private static void write(JsonText json, TimelineEvent event) {
        json.object(() -> {
            json.member("kind", kind(event))
                    .member("at", event.at())
                    .member("lane", event.lane().id())
                    .member("thread", event.lane().name())
                    .member("request", event.request());
            if (event instanceof TimelineEvent.Made made) {
                json.member("id", made.asyncId())
                        .member("type", made.type())
                        .member("trigger", made.triggerAsyncId())
                        .member("entry", made.isEntry());
            } else if (event instanceof TimelineEvent.Begun begun) {
                json.member("id", begun.asyncId()).member("run", begun.run()).member("depth", begun.depth());
            } else if (event instanceof TimelineEvent.Ended ended) {
                json.member("id", ended.asyncId())
                        .member("run", ended.run())
                        .member("depth", ended.depth())
                        .member("from", ended.from());
            } else if (event instanceof TimelineEvent.Lost lost) {
                write(json, lost.what());
            }
        });
    }

    private static void write(JsonText json, LostContext lost) {
        json.member("storage", lost.storage())
                .member("executor", lost.executor())
                .member("site", lost.site())
                .member("task", lost.task())
                .member("cause", lost.cause().name())
                .member("reason", lost.cause().reason())
                .member("remedy", lost.cause().remedy());
    }

    private static String kind(TimelineEvent event) {
        if (event instanceof TimelineEvent.Made) {
            return "made";
        }
        if (event instanceof TimelineEvent.Begun) {
            return "begun";
        }
        return event instanceof TimelineEvent.Ended ? "ended" : "lost";
    }
}
