// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.ComplaintTable.Row;
import io.alsx.spring.ComplaintTable.TestName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the list of complaints names tests that exist and run, and leaves no complaint without an answer. */
class ComplaintsTest {

    @Test
    void namesTestsThatRun() throws IOException {
        ComplaintTable table = ComplaintTable.read();
        Map<String, List<TestName>> missing = new TreeMap<>();
        for (Row row : ComplaintTable.rows()) {
            List<TestName> unknown =
                    row.tests().stream().filter(test -> !table.has(test)).toList();
            if (!unknown.isEmpty()) {
                missing.put(row.id(), unknown);
            }
        }

        assertThat(missing)
                .as("named, but there is no such test, or it is disabled")
                .isEmpty();
    }

    @Test
    void answersEachComplaintWithATestOrAReason() throws IOException {
        assertThat(ComplaintTable.rows())
                .allSatisfy(
                        row -> assertThat(row.tests().isEmpty()).as(row.id()).isEqualTo(row.isWithoutTest()));
    }

    @Test
    void leavesNoneOut() throws IOException {
        Map<Character, List<Integer>> numbers = ComplaintTable.rows().stream()
                .collect(Collectors.groupingBy(
                        Row::section, TreeMap::new, Collectors.mapping(Row::number, Collectors.toList())));

        assertThat(numbers.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed('A', 'N')
                        .mapToObj(letter -> (char) letter)
                        .toList());
        numbers.forEach((section, all) -> assertThat(all)
                .as("section " + section)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, all.size()).boxed().toList()));
        assertThat(ComplaintTable.rows()).hasSize(107);
    }

    @Test
    void wouldMissATestThatIsNotThere() throws IOException {
        ComplaintTable table = ComplaintTable.read();

        assertThat(table.has(new TestName("ComplaintsTest", "leavesNoneOut"))).isTrue();
        assertThat(table.has(new TestName("RequestStoreFilterTest", "showsEachDispatchTheSameStore")))
                .isTrue();
        assertThat(table.has(new TestName("ComplaintsTest", "isNotThere"))).isFalse();
        assertThat(table.has(new TestName("RequestStoreFilterTest", "awaitEnd")))
                .isFalse();
        assertThat(table.has(new TestName("NotThereTest", "leavesNoneOut"))).isFalse();
    }
}
