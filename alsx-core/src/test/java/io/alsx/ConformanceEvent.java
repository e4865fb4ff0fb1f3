// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An event of a case: told by a name there, by one of these classes here. */
sealed interface ConformanceEvent {

    List<@Nullable Object> arguments();

    /** The classes, handed out to names in the order of their first use. */
    final class Kinds {

        private static final List<Kind<?>> KINDS = List.of(
                new Kind<>(First.class, First::new),
                new Kind<>(Second.class, Second::new),
                new Kind<>(Third.class, Third::new),
                new Kind<>(Fourth.class, Fourth::new),
                new Kind<>(Fifth.class, Fifth::new),
                new Kind<>(Sixth.class, Sixth::new));

        private final List<String> names = new ArrayList<>();

        Class<? extends ConformanceEvent> type(String name) {
            return kind(name).type;
        }

        ConformanceEvent event(String name, List<@Nullable Object> arguments) {
            return kind(name).make.apply(arguments);
        }

        private Kind<?> kind(String name) {
            if (!names.contains(name)) {
                names.add(name);
            }
            return KINDS.get(names.indexOf(name));
        }
    }

    /** A class of events, and how to make one. */
    record Kind<E extends ConformanceEvent>(Class<E> type, Function<List<@Nullable Object>, E> make) {}

    record First(List<@Nullable Object> arguments) implements ConformanceEvent {}

    record Second(List<@Nullable Object> arguments) implements ConformanceEvent {}

    record Third(List<@Nullable Object> arguments) implements ConformanceEvent {}

    record Fourth(List<@Nullable Object> arguments) implements ConformanceEvent {}

    record Fifth(List<@Nullable Object> arguments) implements ConformanceEvent {}

    record Sixth(List<@Nullable Object> arguments) implements ConformanceEvent {}
}
