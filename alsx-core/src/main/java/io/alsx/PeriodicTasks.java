// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

/** Which context the runs of a periodic task see. A task that runs once always sees that of its submission. */
public enum PeriodicTasks {

    /** Each run starts with an empty context, so that no store is kept, and none is seen, for as long as the task. */
    FRESH,

    /** Each run sees the context in which the task was registered, like Node's {@code setInterval}. */
    CAPTURE
}
