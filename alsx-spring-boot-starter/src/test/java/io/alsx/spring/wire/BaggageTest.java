// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads anything, writes only what is right, and gives back what it was given. */
class BaggageTest {

    private static final String HOSTILE = ",;=%\"\\ \t\r\n\0\u007f\u00e9\u20ac\ud83d\ude00azAZ09!~";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b                    | a | b",
                "  a =  b ;p=1;q , c=d  | a | b",
                "a=b%20c%2C             | a | b c,",
                "a=%E2%82%AC            | a | €",
                "a=%zz%4                | a | %zz%4",
                "a=%ff                  | a | \ufffd",
                "a=x=y                  | a | x=y",
                "a=,b=c                 | a | ''",
                "a=1,a=2                | a | 1",
                "no member,,=v,a=b      | a | b",
                "ä=1,a=\"q\",a=b        | a | b",
            })
    void readsMembers(String header, String key, String value) {
        assertThat(Baggage.parse(List.of(header)).value(key)).isEqualTo(value);
    }

    @Test
    void keepsWhatOthersHaveWritten() {
        Baggage baggage = Baggage.parse(List.of("one=1;meta=x ,two=%41", "three=3"));
        assertThat(baggage.header()).isEqualTo("one=1;meta=x,two=%41,three=3");
        assertThat(baggage.with("two", "b, c").with("four", "é").header())
                .isEqualTo("one=1;meta=x,two=b%2C%20c,three=3,four=%C3%A9");
        assertThat(baggage.value("two")).isEqualTo("A");
        assertThat(baggage.dropped()).isZero();
    }

    @Test
    void dropsWholeMembersBeyondTheLimits() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append(i == 0 ? "" : ",").append("k").append(i).append("=v");
        }
        Baggage read = Baggage.parse(List.of(many.toString()));
        assertThat(read.value("k179")).isEqualTo("v");
        assertThat(read.value("k180")).isNull();
        assertThat(read.dropped()).isEqualTo(20);
        assertThat(read.with("more", "v").header()).doesNotContain("more");

        String large = "x".repeat(8000);
        Baggage two = Baggage.EMPTY.with("a", large).with("b", "y".repeat(300)).with("c", "z");
        assertThat(two.header()).isEqualTo("a=" + large + ",c=z").hasSizeLessThanOrEqualTo(Baggage.LONGEST);
        assertThat(Baggage.parse(List.of("a=" + large + ",b=" + "y".repeat(300) + ",c=z"))
                        .header())
                .isEqualTo("a=" + large);
        assertThat(Baggage.parse(List.of("a=b," + "x".repeat(1 << 20))).header())
                .isEqualTo("a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n=b", "\ra=b", "a=\nb", "a=b;\u0085c", "a\u2028=b"})
    void dropsWhatWouldEndALine(String member) {
        assertThat(Baggage.parse(List.of("x=y," + member + ",z=1")).header()).doesNotContainPattern("[^ -~\t]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a=b", "é", "a,b", "a\nb"})
    void refusesKeysThatAreNone(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baggage.EMPTY.with(key, "v"))
                .withMessageContaining("no key of a baggage member");
    }

    @Test
    void anyValueSurvives() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            String value = text(random, 40);
            String header = Baggage.EMPTY.with("k", value).with("l", "1").header();
            assertThat(header).matches("[\\x21-\\x7e]*");
            assertThat(Baggage.parse(List.of(header)).value("k")).isEqualTo(value);
        }
    }

    @Test
    void noHeaderDoesHarm() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1_000_000; i++) {
            Baggage baggage = Baggage.parse(List.of(text(random, 60)));
            String header = baggage.with("k", "v").header();
            assertThat(header.length()).isLessThan(200);
            assertThat(header.chars().allMatch(unit -> unit == '\t' || (unit >= ' ' && unit < 0x7f)))
                    .isTrue();
        }
    }

    private static String text(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most); length > 0; length--) {
            int code = HOSTILE.codePointAt(random.nextInt(HOSTILE.length()));
            text.appendCodePoint(Character.isSurrogate((char) code) ? 'x' : code);
        }
        return text.toString();
    }
}
