// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

/**
 * A thread, as a timeline knows it.
 *
 * @param id the thread's id
 * @param name the thread's name, or what stands for it where it has none
 */
public record Lane(long id, String name) {

    static Lane of(Thread thread) {
        long id = thread.getId();
        return new Lane(id, thread.getName().isEmpty() ? "thread " + id : thread.getName());
    }
}
