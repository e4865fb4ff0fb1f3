// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import java.lang.StackWalker.StackFrame;

/**
 * Tells whether Spring Security's own wrapper runs the task, which may have been given a user of its own to run it as.
 * Nothing but the stack does; it is looked at only where a worker has a user already.
 */
final class SecurityWrappers {

    private static final String WRAPPERS = "org.springframework.security.concurrent.DelegatingSecurityContext";

    private static final String OURS = "io.alsx.";

    private static final int NEAR = 8;

    private SecurityWrappers() {}

    static boolean runTheTask() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackFrame::getClassName)
                        .dropWhile(name -> name.startsWith(OURS))
                        .takeWhile(name -> !name.startsWith(OURS))
                        .limit(NEAR)
                        .anyMatch(name -> name.startsWith(WRAPPERS)));
    }
}
