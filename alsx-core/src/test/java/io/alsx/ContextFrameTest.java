// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextFrameTest {

    private static final Object ABSENT = new Object();

    private static List<ContextKey> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> new ContextKey()).toList();
    }

    /** A frame with an entry for each key, whose store is the key's index. */
    private static ContextFrame filled(List<ContextKey> keys) {
        ContextFrame frame = ContextFrame.EMPTY;
        for (int i = 0; i < keys.size(); i++) {
            frame = frame.with(keys.get(i), i);
        }
        return frame;
    }

    private static int links(ContextFrame top) {
        int links = 0;
        for (ContextFrame frame = top.parent; frame != null; frame = frame.parent) {
            links++;
        }
        return links;
    }

    private static void assertSame(ContextFrame frame, Map<ContextKey, Object> model, List<ContextKey> keys) {
        for (ContextKey key : keys) {
            Object expected = model.containsKey(key) ? model.get(key) : ABSENT;
            Object actual = frame.get(key, ABSENT);
            if (actual != expected) {
                throw new AssertionError(keys.indexOf(key) + " is " + actual + " instead of " + expected);
            }
        }
        assertThat(links(frame)).isLessThanOrEqualTo(ContextFrame.LIMIT);
    }

    /** A frame that was once there, with what it has to hold for ever. */
    private record Kept(ContextFrame frame, Map<ContextKey, Object> model) {}

    @Nested
    class AgainstAModel {

        @ParameterizedTest
        @CsvSource({
            "1, 1, 3000",
            "2, 2, 3000",
            "3, 7, 3000",
            "4, 8, 3000",
            "5, 9, 3000",
            "6, 16, 3000",
            "7, 17, 3000",
            "8, 40, 3000",
            "9, 130, 2000",
            "10, 300, 2000"
        })
        void holdsWhatAMapHolds(long seed, int keyCount, int steps) {
            Random random = new Random(seed);
            List<ContextKey> keys = keys(keyCount);
            List<Kept> kept = new ArrayList<>();
            Kept current = new Kept(ContextFrame.EMPTY, new HashMap<>());
            kept.add(current);
            for (int step = 0; step < steps; step++) {
                Kept from = random.nextInt(20) == 0 ? kept.get(random.nextInt(kept.size())) : current;
                current = step(from, keys.get(random.nextInt(keyCount)), kept, random);
                assertSame(current.frame(), current.model(), keys);
                if (random.nextInt(10) == 0) {
                    kept.add(current);
                }
            }
            for (Kept old : kept) {
                assertSame(old.frame(), old.model(), keys);
            }
        }

        private Kept step(Kept from, ContextKey key, List<Kept> kept, Random random) {
            Map<ContextKey, Object> model = new HashMap<>(from.model());
            int operation = random.nextInt(10);
            if (operation < 5) {
                Object store = random.nextInt(6) == 0 ? null : new Object();
                model.put(key, store);
                return new Kept(from.frame().with(key, store), model);
            }
            if (operation < 8) {
                boolean absent = !model.containsKey(key);
                model.remove(key);
                ContextFrame without = from.frame().without(key);
                assertThat(without == from.frame()).as("the same object").isEqualTo(absent);
                return new Kept(without, model);
            }
            Kept other = kept.get(random.nextInt(kept.size()));
            model.remove(key);
            if (other.model().containsKey(key)) {
                model.put(key, other.model().get(key));
            }
            return new Kept(from.frame().withEntryOf(key, other.frame()), model);
        }
    }

    @Nested
    class AroundTheLimit {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 6, 7, 8, 9, 10, 15, 16, 17, 18, 24, 25, 64, 65, 300})
        void readsEveryEntry(int size) {
            List<ContextKey> keys = keys(size);
            ContextFrame frame = filled(keys);

            for (int i = 0; i < size; i++) {
                assertThat(frame.get(keys.get(i), ABSENT)).isEqualTo(i);
            }
            assertThat(frame.get(new ContextKey(), ABSENT)).isSameAs(ABSENT);
            assertThat(links(frame)).isEqualTo((size - 1) % ContextFrame.LIMIT + 1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 18, 65, 300})
        void isEmptyAgainWhenAllEntriesAreTakenOut(int size) {
            List<ContextKey> keys = keys(size);
            ContextFrame bottomUp = filled(keys);
            ContextFrame topDown = filled(keys);
            for (int i = 0; i < size; i++) {
                bottomUp = bottomUp.without(keys.get(i));
                topDown = topDown.without(keys.get(size - 1 - i));
            }

            assertThat(bottomUp).isSameAs(ContextFrame.EMPTY);
            assertThat(topDown).isSameAs(ContextFrame.EMPTY);
        }

        @ParameterizedTest
        @ValueSource(ints = {7, 8, 9, 16, 17, 18})
        void takesOutEachSingleEntry(int size) {
            List<ContextKey> keys = keys(size);
            ContextFrame frame = filled(keys);
            for (ContextKey gone : keys) {
                ContextFrame without = frame.without(gone);
                for (int i = 0; i < size; i++) {
                    Object expected = keys.get(i) == gone ? ABSENT : (Object) i;
                    assertThat(without.get(keys.get(i), ABSENT)).isEqualTo(expected);
                }
            }
            assertSame(frame, model(keys), keys);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 7, 8, 9, 16, 17})
        void isTheSameObjectWithoutAnAbsentKey(int size) {
            ContextFrame frame = filled(keys(size));

            assertThat(frame.without(new ContextKey())).isSameAs(frame);
        }

        @ParameterizedTest
        @ValueSource(ints = {7, 8, 9, 16, 17})
        void distinguishesANullStoreFromNoEntry(int size) {
            List<ContextKey> keys = keys(size);
            ContextFrame frame = filled(keys);
            for (ContextKey key : keys) {
                frame = frame.with(key, null);
            }
            for (ContextKey key : keys) {
                assertThat(frame.get(key, ABSENT)).isNull();
                assertThat(frame.without(key).get(key, ABSENT)).isSameAs(ABSENT);
            }
        }

        @Test
        void foldsOnceForAllThatIsEnteredAboveAFullChain() {
            ContextFrame full = filled(keys(ContextFrame.LIMIT));
            ContextFrame first = full.with(new ContextKey(), "first");
            ContextFrame second = full.with(new ContextKey(), "second");

            assertThat(full).isInstanceOf(FullFrame.class);
            assertThat(first.parent).isInstanceOf(FoldedFrame.class).isSameAs(second.parent);
        }

        private Map<ContextKey, Object> model(List<ContextKey> keys) {
            Map<ContextKey, Object> model = new HashMap<>();
            for (ContextKey key : keys) {
                model.put(key, filled(keys).get(key, ABSENT));
            }
            return model;
        }
    }

    @Nested
    class HiddenEntries {

        private final ContextKey a = new ContextKey();

        private final ContextKey b = new ContextKey();

        @Test
        void areHidden() {
            ContextFrame frame = ContextFrame.EMPTY.with(a, 1).with(b, 2).with(a, 3);

            assertThat(frame.get(a, ABSENT)).isEqualTo(3);
            assertThat(frame.get(b, ABSENT)).isEqualTo(2);
        }

        @Test
        void areTakenOutTogetherWithTheVisibleOne() {
            ContextFrame frame =
                    ContextFrame.EMPTY.with(a, 1).with(b, 2).with(a, 3).without(a);

            assertThat(frame.get(a, ABSENT)).isSameAs(ABSENT);
            assertThat(frame.without(b)).isSameAs(ContextFrame.EMPTY);
        }

        @Test
        void areTakenOutOfTheFoldedPartToo() {
            List<ContextKey> keys = keys(ContextFrame.LIMIT + 1);
            ContextFrame frame = filled(keys).with(keys.get(0), "hides");

            ContextFrame without = frame.without(keys.get(0));

            assertThat(without.get(keys.get(0), ABSENT)).isSameAs(ABSENT);
            assertThat(without.get(keys.get(1), ABSENT)).isEqualTo(1);
        }

        @Test
        void areNotKeptAmongTheLinks() {
            ContextFrame frame = ContextFrame.EMPTY.with(a, 1).with(b, 2).with(a, 3);

            assertThat(links(frame)).isEqualTo(2);
        }

        @Test
        void areLeftInTheFoldedPartWhichIsSharedOn() {
            List<ContextKey> keys = keys(ContextFrame.LIMIT + 1);
            ContextFrame frame = filled(keys);

            ContextFrame hiding = frame.with(keys.get(0), "hides");
            ContextFrame again = hiding.with(keys.get(0), "hides again");

            assertThat(frame.parent).isInstanceOf(FoldedFrame.class);
            assertThat(hiding.parent).isSameAs(frame);
            assertThat(again.parent).isSameAs(frame);
        }

        @Test
        void makeWayOnTopOfTheChain() {
            ContextFrame frame = ContextFrame.EMPTY.with(b, 1);
            for (int i = 0; i < 100; i++) {
                frame = frame.with(a, i);
            }

            assertThat(links(frame)).isEqualTo(2);
        }

        @Test
        void stayBoundedHoweverDeepTwoKeysAlternate() {
            ContextFrame frame = ContextFrame.EMPTY;
            for (int i = 0; i < 100_000; i++) {
                frame = frame.with(a, i).with(b, -i);
            }

            assertThat(links(frame)).isLessThanOrEqualTo(ContextFrame.LIMIT);
            assertThat(frame.get(a, ABSENT)).isEqualTo(99_999);
            assertThat(frame.get(b, ABSENT)).isEqualTo(-99_999);
            assertThat(frame.without(a).without(b)).isSameAs(ContextFrame.EMPTY);
        }
    }

    @Nested
    class WithEntryOf {

        private final ContextKey a = new ContextKey();

        private final ContextFrame some = ContextFrame.EMPTY.with(a, "A");

        @Test
        void takesTheEntryOver() {
            assertThat(ContextFrame.EMPTY.withEntryOf(a, some).get(a, ABSENT)).isEqualTo("A");
        }

        @Test
        void takesANullStoreOver() {
            assertThat(some.withEntryOf(a, ContextFrame.EMPTY.with(a, null)).get(a, ABSENT))
                    .isNull();
        }

        @Test
        void takesTheAbsenceOver() {
            assertThat(some.withEntryOf(a, ContextFrame.EMPTY)).isSameAs(ContextFrame.EMPTY);
        }

        @Test
        void changesNothingElse() {
            ContextKey b = new ContextKey();

            ContextFrame frame = some.with(b, "B")
                    .withEntryOf(a, ContextFrame.EMPTY.with(a, "A2").with(b, "B2"));

            assertThat(frame.get(a, ABSENT)).isEqualTo("A2");
            assertThat(frame.get(b, ABSENT)).isEqualTo("B");
        }
    }
}
