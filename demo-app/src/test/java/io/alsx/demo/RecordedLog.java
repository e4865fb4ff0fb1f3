// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, with the logging context of the thread that logged it. */
final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> events = new ArrayList<>();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    RecordedLog() {
        start();
        root.addAppender(this);
    }

    synchronized List<ILoggingEvent> naming(String text) {
        return events.stream()
                .filter(event -> event.getFormattedMessage().contains(text))
                .toList();
    }

    synchronized List<ILoggingEvent> of(String requestId) {
        return events.stream()
                .filter(event -> requestId.equals(event.getMDCPropertyMap().get("requestId")))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }
}
