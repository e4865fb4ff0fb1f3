// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

/** What a value of a field may be, and how it stands in a header of its own. */
final class FieldText {

    private FieldText() {}

    /** Whether it can be shown in a line of text without ending it, or turning the rest around. */
    static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); ) {
            int code = value.codePointAt(i);
            if (breaksLine(code) || turnsText(code)) {
                return false;
            }
            i += Character.charCount(code);
        }
        return true;
    }

    /** Printable ASCII as it is, with spaces inside; all else, and percents themselves, in percents. */
    static String encode(String value) {
        boolean edged = value.startsWith(" ") || value.endsWith(" ");
        return BaggageText.encode(value, unit -> (unit > ' ' && unit < 0x7f) || (unit == ' ' && !edged));
    }

    static String decode(String value) {
        return BaggageText.decode(value.strip());
    }

    private static boolean breaksLine(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    /** The marks, embeddings, overrides and isolates of the bidirectional algorithm. */
    private static boolean turnsText(int code) {
        return code == 0x061c
                || code == 0x200e
                || code == 0x200f
                || (code >= 0x202a && code <= 0x202e)
                || (code >= 0x2066 && code <= 0x2069);
    }
}
