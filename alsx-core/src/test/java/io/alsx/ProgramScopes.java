// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.ContextModel.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The scopes that a program opened, of whatever thread, and what the model does when one is closed. */
final class ProgramScopes {

    private final List<Opened> scopes = new ArrayList<>();

    private static final class Opened {

        final Scope scope;
        final UnaryOperator<Context> close;
        final Thread thread = Thread.currentThread();
        boolean closed;

        Opened(Scope scope, UnaryOperator<Context> close) {
            this.scope = scope;
            this.close = close;
        }
    }

    /** Takes a scope that the calling thread has opened, and how its end changes the context. */
    void add(Scope scope, UnaryOperator<Context> close) {
        scopes.add(new Opened(scope, close));
    }

    /** Closes any scope: also one that is closed already, and one of another thread, which changes nothing. */
    void close(ProgramStep step, ContextModel model) {
        if (!scopes.isEmpty()) {
            Opened opened = step.of(scopes);
            opened.scope.close();
            if (!opened.closed && opened.thread == Thread.currentThread()) {
                opened.closed = true;
                model.set(opened.close.apply(model.current()));
            }
        }
    }
}
