// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.hop;

import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Hooks;

/**
 * Has Reactor restore the context around each operator while an application wants that. Where someone else switched
 * that on before, it stays on; otherwise it ends with the last application of the virtual machine that wants it.
 */
public final class AutomaticPropagation implements DisposableBean {

    private static int wanting;

    private static boolean enabledByUs;

    private final boolean wanted;

    /**
     * Switches automatic propagation on, where it is not yet.
     *
     * @param wanted whether to do so at all
     */
    public AutomaticPropagation(boolean wanted) {
        this.wanted = wanted;
        if (wanted) {
            enable();
        }
    }

    @Override
    public void destroy() {
        if (wanted) {
            disable();
        }
    }

    private static synchronized void enable() {
        wanting++;
        if (!Hooks.isAutomaticContextPropagationEnabled()) {
            Hooks.enableAutomaticContextPropagation();
            enabledByUs = true;
        }
    }

    private static synchronized void disable() {
        wanting--;
        if (wanting == 0 && enabledByUs) {
            Hooks.disableAutomaticContextPropagation();
            enabledByUs = false;
        }
    }
}
