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
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each public method of the core stands on the page that tells it from Node's. */
class NodeToJavaTest {

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
        String page = Files.readString(Path.of("../docs/node-to-java.md"));
        assertThat(page).containsPattern("\\b" + type.getSimpleName() + "\\b");
        assertThat(Stream.of(type.getMethods())
                        .filter(method -> method.getDeclaringClass().getName().startsWith("io.alsx."))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !name.equals("toString"))
                        .distinct())
                .allSatisfy(name -> assertThat(page).containsPattern("\\b" + name + "\\b"));
    }
}
