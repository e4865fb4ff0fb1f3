// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * A test that waits looks often and gives up late, and what some other thread throws meanwhile is not its failure: by
 * default Awaitility takes over the handler of uncaught exceptions, and gives the next one to whoever waits.
 */
public final class WaitingListener implements LauncherSessionListener {

    /** Made by JUnit. */
    public WaitingListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }
}
