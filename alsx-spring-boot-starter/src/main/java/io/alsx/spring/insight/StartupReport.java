// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Says once, when an application has been wired, what is at work. */
public final class StartupReport implements SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog(StartupReport.class);

    private final List<String> features;

    /**
     * Makes the report.
     *
     * @param features what is at work, each in a few words
     */
    public StartupReport(List<String> features) {
        this.features = List.copyOf(features);
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!features.isEmpty()) {
            LOG.info("alsx: " + String.join("; ", features));
        }
    }
}
