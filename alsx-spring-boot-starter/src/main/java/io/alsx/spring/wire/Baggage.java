// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a W3C {@code baggage} header. Reads whatever it is given: what is no member, comes twice or is too much is
 * left out, and the rest is kept as it was written, with its properties. Writes only what every reader accepts. Immutable.
 *
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 */
final class Baggage {

    static final Baggage EMPTY = new Baggage(Map.of(), 0);

    /** Of the whole header, in bytes, which are characters here. */
    static final int LONGEST = 8192;

    static final int MOST = 180;

    /** Each as it is written, by its key, in the order in which they came. */
    private final Map<String, String> members;

    private final int dropped;

    private Baggage(Map<String, String> members, int dropped) {
        this.members = members;
        this.dropped = dropped;
    }

    /**
     * Reads a header.
     *
     * @param headers all values of that name; each is read up to a limit that no valid one reaches
     */
    static Baggage parse(Iterable<String> headers) {
        Map<String, String> members = new LinkedHashMap<>();
        int length = 0;
        int dropped = 0;
        for (String header : headers) {
            int end = Math.min(header.length(), LONGEST);
            dropped += header.length() > LONGEST ? 1 : 0;
            for (int from = 0; from < end; ) {
                int comma = header.indexOf(',', from);
                int to = comma < 0 || comma > end ? end : comma;
                boolean whole = to < end || header.length() <= LONGEST;
                String member = header.substring(from, to).strip();
                String key = whole ? BaggageText.keyOf(member) : null;
                int longer = length + member.length() + 1;
                if (key != null && !members.containsKey(key) && members.size() < MOST && longer <= LONGEST + 1) {
                    members.put(key, member);
                    length = longer;
                } else if (!member.isEmpty()) {
                    dropped++;
                }
                from = to + 1;
            }
        }
        return members.isEmpty() && dropped == 0 ? EMPTY : new Baggage(members, dropped);
    }

    /** {@return the decoded value of a member; null where there is none} */
    @Nullable
    String value(String key) {
        String member = members.get(key);
        return member == null ? null : BaggageText.valueOf(member);
    }

    /**
     * The same with a member in the place of that with its key, or behind all others.
     *
     * @throws IllegalArgumentException if the key is no token
     */
    Baggage with(String key, String value) {
        if (!BaggageText.isToken(key)) {
            throw new IllegalArgumentException(
                    "'" + key + "' is no key of a baggage member. Use letters, digits and !#$%&'*+-.^_`|~ only.");
        }
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(key, key + "=" + BaggageText.encode(value));
        return new Baggage(more, dropped);
    }

    /** The same with all members of another, each in the place of that with its key, or behind all others. */
    Baggage with(Baggage others) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.putAll(others.members);
        return new Baggage(more, dropped);
    }

    /** {@return how many members, or beginnings of them, were left out when it was read} */
    int dropped() {
        return dropped;
    }

    /** {@return how many members the header has no room for} */
    int excess() {
        return members.size() - writable().size();
    }

    /** {@return the header, without the members that are beyond the limits} */
    String header() {
        return String.join(",", writable());
    }

    private List<String> writable() {
        List<String> all = new ArrayList<>(members.size());
        int length = -1;
        for (String member : members.values()) {
            int longer = length + 1 + member.length();
            if (all.size() < MOST && longer <= LONGEST) {
                all.add(member);
                length = longer;
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return members.keySet().toString();
    }
}
