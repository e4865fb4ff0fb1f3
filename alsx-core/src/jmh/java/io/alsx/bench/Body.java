// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import org.openjdk.jmh.annotations.CompilerControl;

/** What benchmarks run in a context: a call that the compiler does not see through, so that it has to be right there. */
public final class Body {

    public static final Runnable NOTHING = Body::nothing;

    private Body() {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public static void nothing() {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public static void take(Object value) {}
}
