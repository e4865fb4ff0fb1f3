// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncHook;
import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.AsyncResourceEventEmitter;
import io.alsx.ContextExecutors;
import io.alsx.ContextFutures;
import io.alsx.Scope;
import io.alsx.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each public type and method of the core stands on the page that tells it from Node's. */
class NodeToJavaTest {

    @Test
    void hasEachType() throws IOException {
        String page = page();
        try (Stream<Path> sources = Files.list(Path.of("../alsx-core/src/main/java/io/alsx"))) {
            assertThat(sources.filter(NodeToJavaTest::isOfAPublicType)
                            .map(source -> source.getFileName().toString().replace(".java", "")))
                    .contains("AsyncLocalStorage")
                    .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AsyncLocalStorage.class,
                Snapshot.class,
                Scope.class,
                AsyncResource.class,
                AsyncResource.Options.class,
                AsyncHooks.class,
                AsyncHooks.Callbacks.class,
                AsyncHook.class,
                AsyncResourceEventEmitter.class,
                ContextExecutors.class,
                ContextFutures.class
            })
    void hasEachMethod(Class<?> type) throws IOException {
        String page = page();
        assertThat(page).containsPattern("\\b" + type.getSimpleName() + "\\b");
        assertThat(Stream.of(type.getMethods())
                        .filter(method -> method.getDeclaringClass().getName().startsWith("io.alsx."))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !name.equals("toString"))
                        .distinct())
                .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/node-to-java.md"));
    }

    private static boolean isOfAPublicType(Path source) {
        try {
            return Files.readAllLines(source).stream()
                    .anyMatch(line -> line.matches("public .*\\b(class|interface|enum|record)\\b.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
