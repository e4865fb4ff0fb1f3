// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import org.springframework.context.SmartLifecycle;

/** Stops among the first, while a web server still waits for its requests: a stream of events would keep it waiting. */
final class TimelineLifecycle implements SmartLifecycle {

    private final EventLog log;

    private volatile boolean running;

    TimelineLifecycle(EventLog log) {
        this.log = log;
    }

    @Override
    public void start() {
        running = true;
        log.setOpen(true);
    }

    @Override
    public void stop() {
        running = false;
        log.setOpen(false);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
