// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alsx.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A {@code ThreadLocal} of an application moves with one line, and its worker never keeps it. */
class ThreadLocalBridgeTest {

    private final ThreadLocal<@Nullable String> user = new ThreadLocal<>();

    private final ThreadLocal<List<String>> list = ThreadLocal.withInitial(ArrayList::new);

    @AfterEach
    void clear() {
        user.remove();
        list.remove();
    }

    @Test
    void givesTheCapturedValueAndPutsBackWhatWasThere() {
        ContextBridge.Captured captured = capturedWith("u");

        user.set("of the worker");
        try (Scope scope = captured.enter()) {
            assertThat(user.get()).isEqualTo("u");
            user.set("left behind");
        }
        assertThat(user.get()).isEqualTo("of the worker");
    }

    @Test
    void clearsWhereNothingWasCaptured() {
        ContextBridge.Captured captured = capturedWith(null);

        user.set("stale");
        try (Scope scope = captured.enter()) {
            assertThat(user.get()).isNull();
        }
        assertThat(user.get()).isEqualTo("stale");
        try (Scope scope = ContextBridge.of(user).nothing().enter()) {
            assertThat(user.get()).isNull();
        }
    }

    @Test
    void leavesNoValueWhereThereWasNone() {
        ContextBridge.Captured captured = capturedWith("u");

        try (Scope scope = captured.enter()) {
            user.set("left behind");
        }
        assertThat(user.get()).isNull();
    }

    @Test
    void nestsAndRunsAnyNumberOfTimes() {
        ContextBridge.Captured a = capturedWith("a");
        ContextBridge.Captured b = capturedWith("b");

        for (int run = 0; run < 2; run++) {
            try (Scope outer = a.enter()) {
                try (Scope inner = b.enter();
                        Scope again = a.enter()) {
                    assertThat(user.get()).isEqualTo("a");
                }
                assertThat(user.get()).isEqualTo("a");
            }
        }
        assertThat(user.get()).isNull();
    }

    @Test
    void startsAnewWhereNothingIsCarriedOfOneWithAnInitialValue() {
        list.get().add("of the worker");

        try (Scope scope = ContextBridge.of(list).nothing().enter()) {
            assertThat(list.get()).isEmpty();
        }
        assertThat(list.get()).containsExactly("of the worker");
    }

    @Test
    void sharesTheVeryObjectOrGivesEachRunACopyOfWhatWasThereAtTheSubmission() {
        list.get().add("a");
        ContextBridge.Captured shared = ContextBridge.of(list).capture();
        ContextBridge.Captured copied =
                ContextBridge.of(list, ArrayList<String>::new).capture();
        List<String> original = list.get();
        original.add("later");

        try (Scope scope = shared.enter()) {
            assertThat(list.get()).isSameAs(original);
        }
        for (int run = 0; run < 2; run++) {
            try (Scope scope = copied.enter()) {
                assertThat(list.get()).containsExactly("a");
                list.get().add("by a run");
            }
        }
        assertThat(list.get()).isSameAs(original).containsExactly("a", "later");
    }

    @Test
    void neverCopiesNothingAndTakesACopyThatIsNullForNothing() {
        ContextBridge bridge = ContextBridge.of(user, value -> {
            assertThat(value).isNotNull();
            return null;
        });

        user.set("u");
        ContextBridge.Captured captured = bridge.capture();
        try (Scope scope = captured.enter()) {
            assertThat(user.get()).isNull();
        }
        user.remove();
        try (Scope scope = bridge.capture().enter()) {
            assertThat(user.get()).isNull();
        }
    }

    @Test
    void failsTheSubmissionWhereTheCopyFailsAndLeavesTheThreadAsItWas() {
        ContextBridge bridge = ContextBridge.of(user, value -> {
            throw new IllegalStateException("cannot be copied");
        });

        user.set("u");
        assertThatThrownBy(bridge::capture).hasMessage("cannot be copied");
        assertThat(user.get()).isEqualTo("u");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNull() {
        assertThatThrownBy(() -> ContextBridge.of(null)).hasMessage("local");
        assertThatThrownBy(() -> ContextBridge.of(user, null)).hasMessage("copy");
    }

    private ContextBridge.Captured capturedWith(@Nullable String value) {
        user.set(value);
        ContextBridge.Captured captured = ContextBridge.of(user).capture();
        user.remove();
        return captured;
    }
}
