// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a field: any line of text, and nothing that could be more than that line. */
class FieldTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "a b",
                "\u00e4\u20ac",
                "\ud83d\udc69\u200d\ud83d\udcbb",
                "\u0645\u06cc\u200c\u062e",
                "100 %",
                "a;b,c=\"d\""
            })
    void takesAnyLineOfText(String value) {
        assertThat(FieldText.isPlain(value)).isTrue();
        assertThat(FieldText.decode(FieldText.encode(value))).isEqualTo(value);
    }

    /** As others write it, who encode nothing. */
    @ParameterizedTest
    @CsvSource({
        "\u0141\u00f3d\u017a 100%,\u0141\u00f3d\u017a 100%",
        "\u0141%41,\u0141A",
        "%\u0664\u0661,%\u0664\u0661",
        "\u00e9%C3%A9,\u00e9\u00e9"
    })
    void readsWhatIsNotEncodedAsItIs(String header, String value) {
        assertThat(FieldText.decode(header)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\rb",
                "\0",
                "\t",
                "\u007f",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\u200f",
                "\u061c",
                "\ud800",
                "\u001b[31m"
            })
    void refusesWhatEndsOrTurnsALine(String value) {
        assertThat(FieldText.isPlain(value)).isFalse();
    }

    @Test
    void anyTextSurvivesAsAHeader() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                int code = random.nextInt(random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 0x80);
                text.appendCodePoint(code >= 0xd800 && code < 0xe000 ? ' ' : code);
            }
            String value = text.toString();
            String encoded = FieldText.encode(value);
            assertThat(encoded).matches("[ -~]*").isEqualTo(encoded.strip());
            assertThat(FieldText.decode(encoded)).isEqualTo(value);
        }
    }
}
