// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/**
 * A store that was asked for on a thread to which nobody has carried a context.
 *
 * @param storage the name of the storage
 * @param thread the name of the thread
 * @param executor what the thread belongs to: the name of a bean, or what it is otherwise
 * @param site the code that asked
 * @param task the code that was handed over to the thread, where that is written
 * @param cause why there is no context
 */
public record LostContext(
        String storage, String thread, String executor, String site, String task, LostContextCause cause) {

    @Override
    public String toString() {
        return "No store of '" + storage + "' at " + site + " on thread '" + thread + "' of " + executor
                + ", which runs " + task + ": " + cause.reason() + ". " + cause.remedy();
    }
}
