// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;

/** Spring Framework has an element from 7.0 on; before, an application writes it itself, as here. */
class CoroutineTest extends CoroutineContract {

    @Override
    CoroutineContext element() {
        return new Propagation();
    }

    private static final class Propagation extends AbstractCoroutineContextElement
            implements ThreadContextElement<ContextSnapshot.Scope> {

        private static final Key KEY = new Key();

        private final ContextSnapshot captured =
                ContextSnapshotFactory.builder().build().captureAll();

        Propagation() {
            super(KEY);
        }

        @Override
        public ContextSnapshot.Scope updateThreadContext(CoroutineContext context) {
            return captured.setThreadLocals();
        }

        @Override
        public void restoreThreadContext(CoroutineContext context, ContextSnapshot.Scope before) {
            before.close();
        }

        private static final class Key implements CoroutineContext.Key<Propagation> {}
    }
}
