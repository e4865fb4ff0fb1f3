// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits, as {@code 10.0.0.0/8}, or a single one. Looks up no name. */
final class AddressRange {

    private final byte[] network;

    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = addressOf(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("'" + text + "' is neither an address nor a range of addresses.");
        }
        byte[] network = address.getAddress();
        int bits = slash < 0 ? network.length * 8 : numberIn(text, slash + 1);
        if (bits < 0 || bits > network.length * 8) {
            throw new IllegalArgumentException(
                    "'" + text + "' must have 0 to " + network.length * 8 + " bits after the slash.");
        }
        return new AddressRange(network, bits);
    }

    /** {@return the address; null for what is none, be it a name} */
    static @Nullable InetAddress addressOf(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        boolean six = literal.indexOf(':') >= 0;
        boolean complete = six ? literal.length() > 1 : hasFourParts(literal);
        if (!complete || !literal.chars().allMatch(c -> isOfAddress(c, six))) {
            return null;
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != other[i]) {
                return false;
            }
        }
        int shift = 8 - bits % 8;
        return shift == 8 || (network[whole] & 0xff) >> shift == (other[whole] & 0xff) >> shift;
    }

    private static boolean isOfAddress(int c, boolean six) {
        boolean digit = c < 0x7f && Character.digit(c, six ? 16 : 10) >= 0;
        return digit || c == '.' || (six && c == ':');
    }

    private static boolean hasFourParts(String literal) {
        return literal.chars().filter(c -> c == '.').count() == 3;
    }

    private static int numberIn(String text, int from) {
        try {
            return Integer.parseInt(text, from, text.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
