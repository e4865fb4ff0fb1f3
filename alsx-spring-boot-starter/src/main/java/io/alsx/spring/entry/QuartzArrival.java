// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.spi.TriggerFiredBundle;

/** A run of a Quartz job. What the data of its trigger, or of the job, have under a name is the header of that name. */
record QuartzArrival(TriggerFiredBundle source) implements Arrival {

    @Override
    public String kind() {
        return "QUARTZ";
    }

    @Override
    public String destination() {
        return source.getJobDetail().getKey().toString();
    }

    @Override
    public @Nullable String messageId() {
        return source.getTrigger().getFireInstanceId();
    }

    @Override
    public @Nullable String header(String name) {
        String ofTrigger = valueIn(source.getTrigger().getJobDataMap(), name);
        return ofTrigger != null ? ofTrigger : valueIn(source.getJobDetail().getJobDataMap(), name);
    }

    private static @Nullable String valueIn(JobDataMap data, String name) {
        for (Map.Entry<String, Object> entry : data.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name) && entry.getValue() instanceof String value) {
                return value;
            }
        }
        return null;
    }
}
