// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Calls its listeners where the event happens, whoever they are. */
final class Emitter<E> {

    private final List<Consumer<? super E>> listeners = new CopyOnWriteArrayList<>();

    void on(Consumer<? super E> listener) {
        listeners.add(listener);
    }

    void emit(E event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
