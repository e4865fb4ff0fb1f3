// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** A real broker for AMQP 0-9-1, in this process and without a file of its own that lasts. */
public final class AmqpBroker implements AutoCloseable {

    private static final String CONFIGURATION = """
            {
              "name": "broker",
              "modelVersion": "9.1",
              "authenticationproviders": [{
                "name": "plain",
                "type": "Plain",
                "secureOnlyMechanisms": [],
                "users": [{"name": "guest", "type": "managed", "password": "guest"}]
              }],
              "ports": [{
                "name": "amqp",
                "bindingAddress": "localhost",
                "port": "%d",
                "protocols": ["AMQP_0_9_1"],
                "authenticationProvider": "plain",
                "virtualhostaliases": [
                  {"name": "defaultAlias", "type": "defaultAlias"},
                  {"name": "nameAlias", "type": "nameAlias"}
                ]
              }],
              "virtualhostnodes": [{
                "name": "default",
                "type": "Memory",
                "defaultVirtualHostNode": "true",
                "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
              }]
            }
            """;

    private final SystemLauncher launcher = new SystemLauncher();

    private final int port = freePort();

    private AmqpBroker() {}

    public static AmqpBroker start(Path directory) throws Exception {
        AmqpBroker broker = new AmqpBroker();
        Path file = directory.resolve("broker.json");
        Files.writeString(file, CONFIGURATION.formatted(broker.port), StandardCharsets.UTF_8);
        URL configuration = file.toUri().toURL();
        broker.launcher.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                configuration.toExternalForm(),
                "qpid.work_dir",
                directory.toString(),
                "startupLoggedToSystemOut",
                false));
        return broker;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
