// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.spring.wire.TrustedSources;
import java.util.List;

/** What the types of properties do not say. */
final class PropertyChecks {

    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    private PropertyChecks() {}

    static void headerName(String property, String name) {
        boolean token = !name.isEmpty() && name.chars().allMatch(PropertyChecks::isTokenCharacter);
        if (!token) {
            throw new InvalidPropertyException(
                    property,
                    name,
                    "it is not the name of an HTTP header",
                    "Use letters, digits and \"-\" only, as in \"X-Request-Id\".");
        }
    }

    static void urlPatterns(String property, List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new InvalidPropertyException(
                    property,
                    "",
                    "a filter without a pattern is never called",
                    "Give at least one pattern, as \"/*\", or set alsx.web.enabled to false.");
        }
        for (String pattern : patterns) {
            if (!pattern.startsWith("/") && !pattern.startsWith("*.")) {
                throw new InvalidPropertyException(
                        property,
                        pattern,
                        "it is not a URL pattern of the Servlet specification",
                        "Begin it with \"/\", as in \"/api/*\", or with \"*.\", as in \"*.html\".");
            }
        }
    }

    static void sources(String property, List<String> sources) {
        for (String source : sources) {
            try {
                new TrustedSources(List.of(source));
            } catch (IllegalArgumentException e) {
                throw new InvalidPropertyException(
                        property,
                        source,
                        "it names nobody who could be trusted",
                        "Use an address, as \"10.1.2.3\", a range, as \"10.0.0.0/8\", \"same-host\" or \"messages\".");
            }
        }
    }

    static void hosts(String property, List<String> hosts) {
        for (String host : hosts) {
            boolean port = host.startsWith("[")
                    ? !host.endsWith("]")
                    : host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':');
            if (host.isBlank() || host.indexOf('/') >= 0 || port) {
                throw new InvalidPropertyException(
                        property,
                        host,
                        "it is not the name of a host",
                        "Use a host, as \"stock.internal\", without a scheme and a port, \"*.internal\" or \"messages\".");
            }
        }
    }

    static void path(String property, String path) {
        boolean plain = path.startsWith("/")
                && !path.endsWith("/")
                && !path.contains("//")
                && path.chars().allMatch(PropertyChecks::isPathCharacter);
        if (!plain) {
            throw new InvalidPropertyException(
                    property,
                    path,
                    "it is not the path of a page",
                    "Begin it with \"/\", do not end it with one, and use letters, digits and \"-\" in between.");
        }
    }

    private static boolean isPathCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '-' && c <= '9') // - . / 0 to 9
                || c == '_'
                || c == '~';
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_CHARACTERS.indexOf(c) >= 0;
    }
}
