// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** A failure of the application's code, which knows how often the log has told of it. Nothing else is written there. */
public final class ToldFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    static {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        AppenderBase<ILoggingEvent> counter = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getThrowableProxy() instanceof ThrowableProxy proxy
                        && proxy.getThrowable() instanceof ToldFailure failure) {
                    failure.times.incrementAndGet();
                }
            }
        };
        counter.setContext(root.getLoggerContext());
        counter.start();
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        root.addAppender(counter);
    }

    private final transient AtomicInteger times = new AtomicInteger();

    /** Makes one of which the log has not told. */
    public ToldFailure() {
        super("told", null, false, false);
    }

    /** Has the log write nothing from now on. */
    public static void silenceLog() {
        // done when the class is initialized
    }

    /** {@return how often the log has told of it} */
    public int times() {
        return times.get();
    }
}
