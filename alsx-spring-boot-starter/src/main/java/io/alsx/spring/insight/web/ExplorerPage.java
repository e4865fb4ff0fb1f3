// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/**
 * The page, which may load nothing but what it asks this application for, and run nothing but its own script. It is sent as
 * one, put together of the files that {@code explorer.html} names.
 */
final class ExplorerPage {

    private static final String PLACE = "@nonce@";

    private static final Pattern PART = Pattern.compile("@([a-z]+\\.(?:css|js))@");

    private final SecureRandom random = new SecureRandom();

    private final String html = PART.matcher(read("explorer.html"))
            .replaceAll(part -> Matcher.quoteReplacement(read(part.group(1)).stripTrailing()));

    Reply reply() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String nonce = Base64.getEncoder().encodeToString(bits);
        String policy = "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce
                + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new Reply(
                200,
                Map.of("Content-Type", "text/html;charset=UTF-8", "Content-Security-Policy", policy),
                html.replace(PLACE, nonce));
    }

    private static String read(String file) {
        try (InputStream in = new ClassPathResource(file, ExplorerPage.class).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
