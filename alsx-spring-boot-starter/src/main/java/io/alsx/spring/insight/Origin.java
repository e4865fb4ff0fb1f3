// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import org.jspecify.annotations.Nullable;

/**
 * What is behind a resource.
 *
 * @param request the id of the request; null if there is none, or it is left out
 * @param isHidden whether what it causes is left out
 */
record Origin(@Nullable String request, boolean isHidden) {

    static final Origin NONE = new Origin(null, false);

    static final Origin HIDDEN = new Origin(null, true);

    static Origin of(String request) {
        return new Origin(request, false);
    }
}
