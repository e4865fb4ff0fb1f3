// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forks of a {@code StructuredTaskScope} whose thread factory propagates. The scope is a preview API that has changed
 * with each JDK; the cases, written against that of JDK 25, are in {@code preview/StructuredProgram.java}.
 */
@EnabledForJreRange(min = JRE.JAVA_25, max = JRE.JAVA_25)
class StructuredConcurrencyTest {

    private static Map<String, String> results;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        results = PreviewProgram.resultsOf("StructuredProgram", folder);
    }

    @Nested
    class Forks {

        @Test
        void seeTheStoreOfTheCodeThatForks() {
            assertThat(results).containsEntry("forking code", "[outer, inner, null, entered later]");
        }

        @Test
        void seeItAlsoAsRunnablesAndOnPlatformThreads() {
            assertThat(results).containsEntry("runnable", "[A]").containsEntry("platform threads", "[A, B]");
        }

        @Test
        void seeItsOwnOfMany() {
            assertThat(results).containsEntry("many", "10000 of 10000");
        }

        @Test
        void seeNothingByAThreadFactoryThatDoesNotPropagate() {
            assertThat(results).containsEntry("bare factory", "[null]");
        }

        @Test
        void seeTheStoreByABindingThen() {
            assertThat(results).containsEntry("bound by hand", "[A]");
        }

        @Test
        void ofAnInnerScopeSeeTheStoreOfTheOuterFork() {
            assertThat(results).containsEntry("nested", "[A, A, B, A]");
        }

        @Test
        void leakNothingThatTheyEnter() {
            assertThat(results).containsEntry("entering", "entered, then A in the next and A in the owner");
        }

        @Test
        void areThreadsToAHookAndEndWithTheirScope() {
            assertThat(results).containsEntry("hook", "init [Thread of 1, Thread of 1], destroy 2, ids as told true");
        }

        @Test
        void keepNoStoreAfterTheirScope() {
            assertThat(results).containsEntry("memory", "collected");
        }
    }

    @Nested
    class Failures {

        @Test
        void passAsTheSameException() {
            assertThat(results).containsEntry("failure", "cause same true, subtask same true, store A");
        }

        @Test
        void haveAnInterruptedForkStillSeeItsStore() {
            assertThat(results).containsEntry("cancellation", "first, interrupted in other");
        }

        @Test
        void ofTimeLeaveTheOwnersStore() {
            assertThat(results).containsEntry("time-out", "TimeoutException, interrupted in A, store A");
        }
    }

    @Nested
    class Joiners {

        @Test
        void seeTheForkingCodeAndThenTheFork() {
            assertThat(results).containsEntry("joiner", "[onFork A, onComplete entered, result owner]");
        }
    }

    @Nested
    class ScopedValues {

        @Test
        void areThereBesideTheStoreInAFork() {
            assertThat(results)
                    .containsEntry("scoped value inside", "[A 1]")
                    .containsEntry("scoped value outside", "[A 1]");
        }

        @Test
        void areThereBesideTheStoreInAForkOfAFork() {
            assertThat(results).containsEntry("scoped value nested", "[B 2, A 1]");
        }

        @Test
        void areWhatAScopeHasToBeForkedIn() {
            assertThat(results).containsEntry("structure", "store B 1, scoped value StructureViolationException");
        }
    }
}
