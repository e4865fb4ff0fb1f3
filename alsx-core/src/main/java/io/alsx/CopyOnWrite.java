// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Arrays;

/** Arrays that are never changed in place, so that whoever reads one needs no lock and no iterator. */
final class CopyOnWrite {

    private CopyOnWrite() {}

    static <E> E[] with(E[] present, E added) {
        E[] more = Arrays.copyOf(present, present.length + 1);
        more[present.length] = added;
        return more;
    }

    /** The same array where the element is not in it. */
    static <E> E[] without(E[] present, E removed) {
        int index = Arrays.asList(present).indexOf(removed);
        if (index < 0) {
            return present;
        }
        E[] rest = Arrays.copyOf(present, present.length - 1);
        System.arraycopy(present, index + 1, rest, index, rest.length - index);
        return rest;
    }
}
