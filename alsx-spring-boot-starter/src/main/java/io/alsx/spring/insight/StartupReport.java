// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.spring.ExecutorCoverage;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Says once, when an application has been wired, what is at work. */
public final class StartupReport implements SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog(StartupReport.class);

    private final List<String> features;

    private final ExecutorCoverage coverage;

    /**
     * Makes the report.
     *
     * @param features what is at work, each in a few words
     * @param coverage tells of executors, for whoever logs this class at debug level
     */
    public StartupReport(List<String> features, ExecutorCoverage coverage) {
        this.features = List.copyOf(features);
        this.coverage = coverage;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!features.isEmpty()) {
            LOG.info("alsx: " + String.join("; ", features));
        }
        if (LOG.isDebugEnabled()) {
            coverage.forEach((name, executor) ->
                    LOG.debug("Executor '" + name + "' " + coverage.state(name).meaning() + ": "
                            + executor.getClass().getName()));
        }
    }
}
