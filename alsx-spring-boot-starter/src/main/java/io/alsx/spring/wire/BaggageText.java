// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How a member of a {@code baggage} header is written. */
final class BaggageText {

    private static final String OTHERS_OF_TOKENS = "!#$%&'*+-.^_`|~";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private BaggageText() {}

    /** {@return the key of a member; null for what is none} */
    static @Nullable String keyOf(String member) {
        int equals = member.indexOf('=');
        if (equals < 0) {
            return null;
        }
        String key = member.substring(0, equals).strip();
        return isToken(key) && isWritable(member) ? key : null;
    }

    /** {@return the decoded value of a member, without properties} */
    static String valueOf(String member) {
        int from = member.indexOf('=') + 1;
        int semicolon = member.indexOf(';', from);
        return decode(member.substring(from, semicolon < 0 ? member.length() : semicolon)
                .strip());
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(BaggageText::isOfToken);
    }

    /** All that is no printable character of ASCII but a space, and what separates, in percents. */
    static String encode(String value) {
        return encode(value, BaggageText::isOfValue);
    }

    /** Percents are always encoded. */
    static String encode(String value, IntPredicate plain) {
        StringBuilder encoded = new StringBuilder(value.length() + 16);
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            if (unit != '%' && plain.test(unit)) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HEX[(unit >> 4) & 0xf]).append(HEX[unit & 0xf]);
            }
        }
        return encoded.toString();
    }

    /** What is no percent encoding is left as it is; what is no UTF-8 becomes a replacement character. */
    static String decode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] units = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(units.length);
        for (int i = 0; i < units.length; i++) {
            byte unit = units[i];
            int high = unit == '%' && i + 2 < units.length ? Character.digit(units[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(units[i + 2], 16);
            if (low < 0) {
                bytes.write(unit);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** As a whole, with the spaces between its parts. */
    private static boolean isWritable(String member) {
        return member.chars().allMatch(unit -> isOfValue(unit) || unit == ';' || unit == ' ' || unit == '\t');
    }

    private static boolean isOfValue(int unit) {
        return unit > ' ' && unit < 0x7f && unit != '"' && unit != ',' && unit != ';' && unit != '\\';
    }

    private static boolean isOfToken(int unit) {
        return (unit >= '0' && unit <= '9')
                || (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || OTHERS_OF_TOKENS.indexOf(unit) >= 0;
    }
}
