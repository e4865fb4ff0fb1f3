// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Events of the JDK's flight recorder. They cost next to nothing while nothing records them. To be touched only where the
 * virtual machine {@linkplain #isThere() has} one, as a trimmed one may not.
 */
@SuppressWarnings("UnusedVariable") // fields of events are read by the recorder
final class FlightRecorder {

    private FlightRecorder() {}

    static boolean isThere() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    static void lost(LostContext lost) {
        LostContextEvent event = new LostContextEvent();
        if (event.shouldCommit()) {
            event.storage = lost.storage();
            event.executor = lost.executor();
            event.task = lost.task();
            event.cause = lost.cause().name();
            event.remedy = lost.cause().remedy();
            event.commit();
        }
    }

    static void misused(MisusedScope misused) {
        MisusedScopeEvent event = new MisusedScopeEvent();
        if (event.shouldCommit()) {
            event.how = misused.how().name();
            event.openedBy = misused.openedBy();
            event.openedAt = misused.openedAt();
            event.ageInMilliseconds = misused.age().toMillis();
            event.commit();
        }
    }

    static void made(long asyncId, String type, long triggerAsyncId) {
        ResourceEvent event = new ResourceEvent();
        if (event.shouldCommit()) {
            event.asyncId = asyncId;
            event.type = type;
            event.triggerAsyncId = triggerAsyncId;
            event.commit();
        }
    }

    @Name("io.alsx.LostContext")
    @Label("Lost context")
    @Category("alsx")
    private static final class LostContextEvent extends Event {

        @Label("Storage")
        private String storage = "";

        @Label("Executor")
        private String executor = "";

        @Label("Task")
        private String task = "";

        @Label("Cause")
        private String cause = "";

        @Label("Remedy")
        private String remedy = "";
    }

    @Name("io.alsx.MisusedScope")
    @Label("Misused scope")
    @Category("alsx")
    private static final class MisusedScopeEvent extends Event {

        @Label("How")
        private String how = "";

        @Label("Opened by thread")
        private String openedBy = "";

        @Label("Opened at")
        private String openedAt = "";

        @Label("Age in ms")
        private long ageInMilliseconds;
    }

    /** Off unless a recording asks for it by name. */
    @Name("io.alsx.Resource")
    @Label("Resource made")
    @Category("alsx")
    @Enabled(false)
    @StackTrace(false)
    private static final class ResourceEvent extends Event {

        @Label("Id")
        private long asyncId;

        @Label("Type")
        private String type = "";

        @Label("Trigger id")
        private long triggerAsyncId;
    }
}
