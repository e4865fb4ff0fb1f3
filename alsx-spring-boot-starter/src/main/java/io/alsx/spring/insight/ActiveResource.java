// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is not destroyed yet.
 *
 * @param asyncId its id
 * @param type what it is
 * @param triggerAsyncId the id of what caused it
 * @param createdBy the name of the thread that made it
 * @param created when that was
 * @param runningOn the name of the thread that runs in it; null while none does
 */
public record ActiveResource(
        long asyncId,
        String type,
        long triggerAsyncId,
        String createdBy,
        Instant created,
        @Nullable String runningOn) {

    ActiveResource runningOn(@Nullable String thread) {
        return new ActiveResource(asyncId, type, triggerAsyncId, createdBy, created, thread);
    }
}
