// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.ReflectionUtils;

/**
 * An execution of a Spring Batch job. A parameter that is a text is the header of exactly its name.
 *
 * @param source the execution, whose class is in another package on each line of Spring Batch
 */
record BatchArrival(Object source) implements Arrival {

    private static final String EXECUTION = "JobExecution";

    /** The execution that a launcher's task is for; null if there is none. */
    static @Nullable BatchArrival of(Runnable task) {
        for (Field field : task.getClass().getDeclaredFields()) {
            if (field.getType().getSimpleName().equals(EXECUTION)) {
                ReflectionUtils.makeAccessible(field);
                Object execution = ReflectionUtils.getField(field, task);
                return execution == null ? null : new BatchArrival(execution);
            }
        }
        return null;
    }

    @Override
    public String kind() {
        return "BATCH";
    }

    @Override
    public String destination() {
        return String.valueOf(property("jobInstance.jobName"));
    }

    @Override
    public String messageId() {
        return String.valueOf(property("id"));
    }

    @Override
    public @Nullable String header(String name) {
        Object parameters = property("jobParameters");
        Method getter = parameters == null
                ? null
                : ReflectionUtils.findMethod(parameters.getClass(), "getString", String.class);
        try {
            return getter == null ? null : (String) ReflectionUtils.invokeMethod(getter, parameters, name);
        } catch (IllegalArgumentException e) { // not a text
            return null;
        }
    }

    private @Nullable Object property(String path) {
        return PropertyAccessorFactory.forBeanPropertyAccess(source).getPropertyValue(path);
    }
}
