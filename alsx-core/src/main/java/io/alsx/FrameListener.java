// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

/** Is told of each change of a thread's current frame, on that thread, after it. */
interface FrameListener {

    void frameChanged(ContextFrame from, ContextFrame to);
}
