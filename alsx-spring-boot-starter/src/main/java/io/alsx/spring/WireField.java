// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A value of a store that crosses to other processes and back: by what name, in which direction, and how much of it.
 *
 * <p>A value is text without control characters; what is no printable ASCII crosses encoded with percents. A value that is
 * too long, or is none, does not cross.
 *
 * @param name the name of the value in the store
 * @param form how it crosses
 * @param key the name of the header, or the key of the member in the {@code baggage} header
 * @param direction whether it comes in, goes out, or both
 * @param maxLength how many characters it may have, at most; a longer one is left out as a whole
 * @param redacted whether its value is to be kept out of what diagnostics show; of a {@link WireCodec}'s field, that is
 *     the whole store
 */
public record WireField(String name, Form form, String key, Direction direction, int maxLength, boolean redacted) {

    private static final int DEFAULT_LENGTH = 256;

    private static final int LONGEST = 4096;

    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    /** What HTTP, tracing or security own. */
    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "baggage",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "proxy-authorization",
            "set-cookie",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** How a field crosses. */
    public enum Form {

        /** In a header of its own. */
        HEADER,

        /** As a member of the W3C {@code baggage} header. */
        BAGGAGE
    }

    /** Where a field crosses to. */
    public enum Direction {

        /** It is read from what comes in. */
        IN,

        /** It is written to what goes out. */
        OUT,

        /** It is read and written. */
        BOTH
    }

    /**
     * Makes a field.
     *
     * @param name the name of the value in the store
     * @param form how it crosses
     * @param key the name of the header, or the key of the member
     * @param direction whether it comes in, goes out, or both
     * @param maxLength how many characters it may have, at most
     * @param redacted whether its value is to be kept out of what diagnostics show; of a {@link WireCodec}'s field, that
     *     is the whole store
     * @throws IllegalArgumentException if the key is not the name of a header, or is that of a header with another meaning,
     *     or if the length is not from 1 to 4096
     */
    public WireField {
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(direction, "direction");
        if (name.isBlank()) {
            throw new IllegalArgumentException("A field must have a name.");
        }
        if (key.isEmpty() || !key.chars().allMatch(WireField::isTokenCharacter)) {
            throw new IllegalArgumentException("Field '" + name + "' cannot cross as '" + key
                    + "'. Use letters, digits and " + TOKEN_CHARACTERS + " only.");
        }
        if (form == Form.HEADER && RESERVED.contains(key.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Field '" + name + "' cannot cross in the header '" + key
                    + "', which has a meaning of its own. Use another one, as 'X-" + name + "'.");
        }
        if (maxLength < 1 || maxLength > LONGEST) {
            throw new IllegalArgumentException(
                    "Field '" + name + "' cannot have " + maxLength + " characters at most. Use 1 to " + LONGEST + ".");
        }
    }

    /**
     * A field that crosses in a header of its own, in both directions, with at most 256 characters.
     *
     * @param name the name of the value in the store
     * @param header the header's name
     * @return the field
     * @throws IllegalArgumentException if that is not the name of a header, or is that of one with another meaning
     */
    public static WireField header(String name, String header) {
        return new WireField(name, Form.HEADER, header, Direction.BOTH, DEFAULT_LENGTH, false);
    }

    /**
     * A field that crosses as a member of the {@code baggage} header, in both directions, with at most 256 characters.
     *
     * @param name the name of the value in the store
     * @param key the member's key
     * @return the field
     * @throws IllegalArgumentException if that is no key of a member
     */
    public static WireField baggage(String name, String key) {
        return new WireField(name, Form.BAGGAGE, key, Direction.BOTH, DEFAULT_LENGTH, false);
    }

    /**
     * Whether the field is read from what comes in.
     *
     * @return false for one that only goes out
     */
    public boolean isIncoming() {
        return direction != Direction.OUT;
    }

    /**
     * Whether the field is written to what goes out.
     *
     * @return false for one that only comes in
     */
    public boolean isOutgoing() {
        return direction != Direction.IN;
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_CHARACTERS.indexOf(c) >= 0;
    }
}
