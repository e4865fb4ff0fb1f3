// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the explorer is, and who may see it there. Unless all may, that is a browser on the same machine, which has asked
 * for that machine by a name of its own: not for a foreign name that leads here, not by way of a proxy, and not for the
 * page of another server.
 *
 * @param path without a slash at the end, below that of the application
 * @param open whether all may see it, or something else guards the path
 */
public record ExplorerPath(String path, boolean open) {

    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    boolean mayBeSeenBy(Asked asked) {
        return open
                || (isLoopback(asked.address())
                        && isOfNoOtherPage(asked)
                        && isLoopback(nameIn(asked.header("Host")))
                        && OF_PROXIES.stream().allMatch(header -> asked.header(header) == null));
    }

    /** Whatever the application lets pages of others do: a browser names the one that asks, unless that is its own. */
    private static boolean isOfNoOtherPage(Asked asked) {
        String origin = asked.header("Origin");
        return origin == null || origin.endsWith("//" + asked.header("Host"));
    }

    boolean leadsTo(@Nullable String requested) {
        return requested != null && (requested.equals(path) || requested.startsWith(path + "/"));
    }

    private static @Nullable String nameIn(@Nullable String host) {
        if (host == null) {
            return null;
        }
        int port = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return port <= 0 ? host : host.substring(0, port);
    }

    /** By the text alone: nothing is looked up. */
    private static boolean isLoopback(@Nullable String name) {
        if (name == null) {
            return false;
        }
        String address = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        String plain = address.replaceFirst("%.*", ""); // a zone, where a server tells one
        return plain.toLowerCase(Locale.ROOT).equals("localhost")
                || plain.equals("::1")
                || plain.equals("0:0:0:0:0:0:0:1")
                || isLoopbackOfVersion4(plain.startsWith("::ffff:") ? plain.substring(7) : plain);
    }

    private static boolean isLoopbackOfVersion4(String address) {
        String[] parts = address.split("\\.", -1);
        return parts.length == 4
                && parts[0].equals("127")
                && List.of(parts).stream().allMatch(part -> part.matches("[0-9]{1,3}"));
    }
}
