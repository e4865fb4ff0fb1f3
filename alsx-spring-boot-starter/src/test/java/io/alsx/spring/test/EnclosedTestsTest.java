// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The annotations hold for nested classes and for the tests that a factory makes. */
class EnclosedTestsTest {

    private static Map<String, String> results;

    @BeforeAll
    static void run() {
        results = ContextExtensionTest.run(Tests.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isMadeByAFactory()[1]",
                "isMadeByAFactoryInAStoreOfItsOwn()[1]",
                "isInTheStoreOfTheClassAround",
                "isInItsOwn",
                "isInTheStoreOfTheNestedClass"
            })
    void passes(String test) {
        assertThat(results).containsEntry(test, "");
    }

    @Test
    void failsInANestedClass() {
        assertThat(results)
                .hasEntrySatisfying(
                        "losesInANestedClass", failure -> assertThat(failure).contains("Contexts were lost, 1 in all"));
    }

    @SpringBootTest(classes = ContextExtensionTest.Application.class, properties = "alsx.logging.mdc.enabled=false")
    @Disabled(ContextExtensionTest.FROM_HERE)
    @StrictContext
    @InStore(requestId = "of the class")
    static class Tests {

        @Autowired
        AsyncLocalStorage<RequestStore> requests;

        @TestFactory
        Stream<DynamicTest> isMadeByAFactory() {
            return Stream.of(dynamicTest("made", () -> assertIsIn("of the class")));
        }

        @TestFactory
        @InStore(requestId = "of the factory")
        Stream<DynamicTest> isMadeByAFactoryInAStoreOfItsOwn() {
            return Stream.of(dynamicTest("made", () -> assertIsIn("of the factory")));
        }

        private void assertIsIn(String id) {
            assertThat(requests.requireStore().requestId()).isEqualTo(id);
        }

        @Nested
        class Inside {

            @Test
            void isInTheStoreOfTheClassAround() {
                assertIsIn("of the class");
            }

            @Test
            @InStore(requestId = "its own")
            void isInItsOwn() {
                assertIsIn("its own");
            }

            @Test
            void losesInANestedClass() {
                CompletableFuture.supplyAsync(requests::getStore).join();
            }
        }

        @Nested
        @InStore(requestId = "of the nested class")
        class InsideWithAStore {

            @Test
            void isInTheStoreOfTheNestedClass() {
                assertIsIn("of the nested class");
            }
        }
    }
}
