// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.bridge;

import io.alsx.Scope;
import io.alsx.spring.ContextBridge;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;

/**
 * Carries the locale and the time zone of {@link LocaleContextHolder}, never to be inherited by threads. They are looked
 * up on the thread that submits: that of a web request asks the request itself, which the server recycles.
 */
public final class LocaleBridge implements ContextBridge {

    private final boolean on;

    /**
     * Makes the bridge.
     *
     * @param on whether it carries anything
     */
    public LocaleBridge(boolean on) {
        this.on = on;
    }

    @Override
    public Captured capture() {
        return on ? captured(fixed(LocaleContextHolder.getLocaleContext())) : NotCarried.CAPTURED;
    }

    @Override
    public Captured nothing() {
        return on ? captured(null) : NotCarried.CAPTURED;
    }

    private static Captured captured(@Nullable LocaleContext locale) {
        return () -> entered(locale);
    }

    private static @Nullable LocaleContext fixed(@Nullable LocaleContext context) {
        if (context == null) {
            return null;
        }
        Locale locale = context.getLocale();
        return context instanceof TimeZoneAwareLocaleContext zoned
                ? new SimpleTimeZoneAwareLocaleContext(locale, zoned.getTimeZone())
                : new SimpleLocaleContext(locale);
    }

    private static Scope entered(@Nullable LocaleContext locale) {
        LocaleContext before = LocaleContextHolder.getLocaleContext();
        LocaleContextHolder.setLocaleContext(locale);
        return () -> LocaleContextHolder.setLocaleContext(before);
    }
}
