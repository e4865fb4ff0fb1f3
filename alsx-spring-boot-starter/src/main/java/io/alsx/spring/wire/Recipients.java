// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

/** Who is sent what crosses. Where nobody is named, everybody gets the id of the request, and nobody anything else. */
public final class Recipients {

    private final boolean named;

    private final boolean messages;

    private final String[] hosts;

    /**
     * Makes it.
     *
     * @param recipients hosts, in which {@code *} stands for any characters, and {@code messages} for messages to brokers
     */
    public Recipients(List<String> recipients) {
        this.named = !recipients.isEmpty();
        this.messages = recipients.contains(TrustedSources.MESSAGES);
        this.hosts = recipients.stream()
                .filter(recipient -> !recipient.equals(TrustedSources.MESSAGES))
                .map(Recipients::normal)
                .toArray(String[]::new);
    }

    boolean getId(@Nullable String host) {
        return !named || getFields(host);
    }

    /** Null is a broker. */
    boolean getFields(@Nullable String host) {
        return host == null ? messages : PatternMatchUtils.simpleMatch(hosts, normal(host));
    }

    /** An address of IPv6 stands in brackets in a URL. */
    private static String normal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT);
    }
}
