// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.List;

/** URL patterns of the Servlet specification, for where no servlet container matches them. */
final class UrlPatterns {

    private final List<String> patterns;

    UrlPatterns(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    boolean match(String path) {
        for (String pattern : patterns) {
            if (covers(pattern, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String pattern, String path) {
        if (pattern.endsWith("/*")) {
            int length = pattern.length() - 2;
            return path.startsWith(pattern.substring(0, length))
                    && (path.length() == length || path.charAt(length) == '/');
        }
        return pattern.startsWith("*.") ? path.endsWith(pattern.substring(1)) : path.equals(pattern);
    }
}
