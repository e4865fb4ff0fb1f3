// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON, in ASCII and without a character that means anything to HTML, so that no text can leave its place. */
final class JsonText {

    private final StringBuilder text = new StringBuilder();

    private boolean first = true;

    JsonText object(Runnable members) {
        return nested('{', members, '}');
    }

    <T> JsonText array(List<T> elements, BiConsumer<JsonText, T> element) {
        return nested('[', () -> elements.forEach(it -> element.accept(this, it)), ']');
    }

    JsonText name(String name) {
        string(name);
        text.append(':');
        first = true;
        return this;
    }

    JsonText member(String name, @Nullable String value) {
        return value == null ? this : name(name).string(value);
    }

    JsonText member(String name, long value) {
        return name(name).raw(String.valueOf(value));
    }

    JsonText member(String name, boolean value) {
        return name(name).raw(String.valueOf(value));
    }

    /** Nanoseconds as microseconds. */
    JsonText micros(String name, long nanos) {
        long fraction = Math.floorMod(nanos, 1000L);
        return name(name)
                .raw(Math.floorDiv(nanos, 1000L) + "."
                        + String.valueOf(1000 + fraction).substring(1));
    }

    JsonText string(String value) {
        separate();
        text.append('"');
        value.chars().forEach(c -> append((char) c));
        text.append('"');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText raw(String value) {
        separate();
        text.append(value);
        return this;
    }

    private JsonText nested(char open, Runnable inside, char close) {
        separate();
        text.append(open);
        first = true;
        inside.run();
        text.append(close);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void append(char c) {
        boolean plain = c >= ' ' && c < 127 && "\"\\<>&'".indexOf(c) < 0;
        if (plain) {
            text.append(c);
        } else {
            text.append("\\u").append(String.format("%04x", (int) c));
        }
    }
}
