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
import org.springframework.core.io.ClassPathResource;

/** The page, which may load nothing but what it asks this application for, and run nothing but its own script. */
final class ExplorerPage {

    private static final String PLACE = "@nonce@";

    private final SecureRandom random = new SecureRandom();

    private final String html = read();

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

    private static String read() {
        try (InputStream in = new ClassPathResource("explorer.html", ExplorerPage.class).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
