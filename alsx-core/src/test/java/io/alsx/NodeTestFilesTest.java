// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** That no test file of Node's is forgotten, and none invented. */
class NodeTestFilesTest {

    @Test
    void areAllNodesOwn() {
        List<String> unknown = new ArrayList<>(NodeTestFiles.covered().keySet());
        unknown.removeAll(NodeTestFiles.all());

        assertThat(unknown).as("named by a test, but not one of Node's files").isEmpty();
    }

    @Test
    void areCoveredOrNamedWithAReason() {
        List<String> forgotten = new ArrayList<>(NodeTestFiles.all());
        forgotten.removeAll(NodeTestFiles.covered().keySet());
        forgotten.removeAll(NodeTestFiles.withoutCounterpart().keySet());

        assertThat(forgotten)
                .as("neither named by a test nor with a reason in node-test-files.txt")
                .isEmpty();
    }

    @Test
    void haveNoReasonWhereTheyAreCovered() {
        List<String> both = new ArrayList<>(NodeTestFiles.withoutCounterpart().keySet());
        both.retainAll(NodeTestFiles.covered().keySet());

        assertThat(both).as("covered, in spite of the reason why not").isEmpty();
    }

    @Test
    void areCoveredByTestsThatRun() {
        List<Method> asleep = NodeTestFiles.covered().values().stream()
                .flatMap(Collection::stream)
                .filter(method -> !AnnotationSupport.isAnnotated(method, Testable.class)
                        || method.isAnnotationPresent(Disabled.class))
                .toList();

        assertThat(asleep).as("name a file, but do not run").isEmpty();
    }
}
