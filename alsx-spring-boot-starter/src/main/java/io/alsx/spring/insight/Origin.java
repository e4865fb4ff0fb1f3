// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import org.jspecify.annotations.Nullable;

/**
 * What is behind a resource.
 *
 * @param request the id of the request; null if there is none, or it is left out
 * @param isHidden whether what it causes is left out
 * @param isOver whether it is a request that has ended
 */
record Origin(@Nullable String request, boolean isHidden, boolean isOver) {

    static final Origin NONE = new Origin(null, false, false);

    static final Origin HIDDEN = new Origin(null, true, false);

    static Origin of(String request) {
        return new Origin(request, false, false);
    }

    /** Of what a request causes. */
    Origin ofEffects() {
        return isOver ? new Origin(request, isHidden, false) : this;
    }

    Origin over() {
        return new Origin(request, isHidden, true);
    }
}
