// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.MdcEntry;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.bridge.MdcKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.PatternMatchUtils;

/**
 * Looks, once all beans have been made and before any request comes, for a mistake that would otherwise show only in what
 * an application does. Fails with a {@link SetupException}.
 *
 * @param check what to look for
 */
record SetupCheck(Runnable check) implements SmartInitializingSingleton {

    private static final String CORE = "io/alsx/AsyncLocalStorage.class";

    @Override
    public void afterSingletonsInstantiated() {
        check.run();
    }

    /** A name that is left alone has to be one of a bean. Makes no bean. */
    static void excludedExecutors(Collection<String> excluded, ListableBeanFactory beans) {
        if (excluded.isEmpty()) {
            return;
        }
        String[] all = BeanFactoryUtils.beanNamesIncludingAncestors(beans);
        for (String pattern : excluded) {
            if (List.of(all).stream().noneMatch(name -> PatternMatchUtils.simpleMatch(pattern, name))) {
                Set<String> executors = new TreeSet<>(List.of(
                        BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, Executor.class, true, false)));
                throw new SetupException(
                        "The property alsx.executors.exclude names \"" + pattern + "\", and no bean has such a name.",
                        "Take it out, or correct it. Executors and schedulers among the beans: "
                                + String.join(", ", executors) + ".");
            }
        }
    }

    /** Two filters would give each request two stores, and two ids. */
    static void singleRequestFilter(Collection<String> filters) {
        if (filters.size() > 1) {
            throw new SetupException(
                    "Each request would have more than one store, as several beans register a filter for that: "
                            + String.join(", ", new TreeSet<>(filters)) + ".",
                    "Keep one of them, or disable the registrations of the others.");
        }
    }

    /** Two values in one header would be one, and nobody knows which. */
    static void distinctFields(List<WireField> fields, List<WireCodec<?>> codecs) {
        Map<String, String> seen = new HashMap<>();
        Stream.concat(fields.stream(), codecs.stream().flatMap(codec -> codec.fields().stream()))
                .forEach(field -> {
                    String place = field.form() + " " + field.key().toLowerCase(Locale.ROOT);
                    String other = seen.putIfAbsent(place, field.name());
                    if (other != null) {
                        throw new SetupException(
                                "The fields '" + other + "' and '" + field.name() + "' would cross as the same "
                                        + field.form().name().toLowerCase(Locale.ROOT) + ", \"" + field.key() + "\".",
                                "Give each a header or baggage key of its own, in alsx.wire.fields and in each WireCodec.");
                    }
                });
    }

    /** Each of two owners of a key of the logging context would overwrite what the other one keeps. */
    static void distinctKeys(Set<MdcKey> keys, Map<String, MdcEntry<?>> entries) {
        Map<String, String> owners = new HashMap<>();
        keys.forEach(key -> owners.put(key.key(), "the property alsx.logging.mdc.keys"));
        entries.forEach((bean, entry) -> {
            String owner = "the bean '" + bean + "'";
            String other = owners.putIfAbsent(entry.key(), owner);
            if (other != null) {
                throw new SetupException(
                        "The key '" + entry.key() + "' of the logging context has two owners: " + other + " and "
                                + owner + ".",
                        "Give the MdcEntry of one of them another key, or remove one of them. What"
                                + " alsx.logging.mdc.keys has may be left out there.");
            }
        });
    }

    /** The id would be there first, and the field never cross. */
    static void noFieldInPlaceOf(String idHeader, List<WireField> fields, List<WireCodec<?>> codecs) {
        Stream.concat(fields.stream(), codecs.stream().flatMap(codec -> codec.fields().stream()))
                .filter(field -> field.form() == WireField.Form.HEADER
                        && field.isOutgoing()
                        && field.key().equalsIgnoreCase(idHeader))
                .findFirst()
                .ifPresent(field -> {
                    throw new SetupException(
                            "The field '" + field.name() + "' would cross in the header \"" + field.key()
                                    + "\", in which the id of a request does.",
                            "Give it a header of its own, set alsx.web.request-id.header to another one, or"
                                    + " alsx.wire.request-id to false.");
                });
    }

    /** What one copy of the core enters, the other does not see. */
    static void singleCore(ClassLoader loader) {
        Set<String> copies = new LinkedHashSet<>();
        try {
            for (URL url : Collections.list(loader.getResources(CORE))) {
                copies.add(url.toString().replace(CORE, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The class path cannot be searched for " + CORE, e);
        }
        if (copies.size() > 1) {
            throw new SetupException(
                    "The class path has alsx-core more than once: " + String.join(", ", copies) + ".",
                    "Keep one: look for two versions among the dependencies, and for a library that has it packed in.");
        }
    }
}
