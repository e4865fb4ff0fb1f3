// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;

/** The page, which may load nothing but what it asks this application for, and run nothing but its own script. */
final class ExplorerPage {

    private static final String PLACE = "@nonce@";

    private final SecureRandom random = new SecureRandom();

    private final String html = read();

    void write(HttpServletResponse response) throws IOException {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String nonce = Base64.getEncoder().encodeToString(bits);
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce
                        + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'");
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(html.replace(PLACE, nonce).getBytes(StandardCharsets.UTF_8));
    }

    private static String read() {
        try (InputStream in = new ClassPathResource("explorer.html", ExplorerPage.class).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
