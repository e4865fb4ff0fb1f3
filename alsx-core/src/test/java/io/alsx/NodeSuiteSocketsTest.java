// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that Node's test files of these names pin down: what comes in on sockets. */
class NodeSuiteSocketsTest {

    private static final int SECONDS = 20;

    private final AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final ExecutorService executor = ContextExecutors.propagating(threads);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-socket.js")
    void isSeenInTheStoreOfTheCodeThatReads() throws Exception {
        CompletableFuture<Object> seen = new CompletableFuture<>();
        CompletionHandler<Integer, String> handler = new CompletionHandler<>() {
            @Override
            public void completed(Integer bytes, String attachment) {
                seen.complete(attachment + bytes + storage.getStore());
            }

            @Override
            public void failed(Throwable error, String attachment) {
                seen.completeExceptionally(error);
            }
        };
        try (AsynchronousServerSocketChannel listening =
                        AsynchronousServerSocketChannel.open().bind(anyPort());
                AsynchronousSocketChannel reading = AsynchronousSocketChannel.open()) {
            get(reading.connect(listening.getLocalAddress()));
            try (AsynchronousSocketChannel writing = get(listening.accept())) {
                storage.run(
                        "A",
                        () -> reading.read(
                                ByteBuffer.allocate(8), "got ", AsyncLocalStorage.bind(handlerType(), handler)));
                get(writing.write(ByteBuffer.wrap(new byte[] {1})));
                assertThat(get(seen)).isEqualTo("got 1A");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<CompletionHandler<Integer, String>> handlerType() {
        return (Class<CompletionHandler<Integer, String>>) (Class<?>) CompletionHandler.class;
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-dgram.js")
    void isSeenInTheStoreOfTheCodeThatReceives() throws Exception {
        try (DatagramChannel receiving = DatagramChannel.open().bind(anyPort());
                DatagramChannel sending = DatagramChannel.open()) {
            Future<Object> seen = storage.run(
                    "A",
                    () -> executor.submit(() -> {
                        ByteBuffer buffer = ByteBuffer.allocate(8);
                        receiving.receive(buffer);
                        return "got " + buffer.position() + storage.getStore();
                    }));
            sending.send(ByteBuffer.wrap(new byte[] {1}), receiving.getLocalAddress());

            assertThat(get(seen)).isEqualTo("got 1A");
        }
    }

    @Test
    @DisplayName("async-hooks/test-async-local-storage-tlssocket.js")
    void isSeenInTheStoreOfTheCodeThatConnectsSecurely(@TempDir Path folder) throws Exception {
        SSLContext context = selfSigned(folder.resolve("keys.p12"));
        CompletableFuture<Object> shaken = new CompletableFuture<>();
        HandshakeCompletedListener listener = event -> shaken.complete(storage.getStore());
        try (ServerSocket listening =
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<?> written = threads.submit(() -> writeTo(listening));
            try (SSLSocket reading = (SSLSocket)
                    context.getSocketFactory().createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                Future<Object> seen = storage.run("A", () -> {
                    reading.addHandshakeCompletedListener(
                            AsyncLocalStorage.bind(HandshakeCompletedListener.class, listener));
                    return executor.submit(
                            () -> "got " + reading.getInputStream().read() + storage.getStore());
                });

                assertThat(get(seen)).isEqualTo("got 1A");
                assertThat(get(shaken)).isEqualTo("A");
                get(written);
            }
        }
    }

    private static Object writeTo(ServerSocket listening) throws IOException {
        try (Socket writing = listening.accept()) {
            writing.getOutputStream().write(1);
        }
        return "done";
    }

    /** With a key of its own, which it trusts itself. */
    private static SSLContext selfSigned(Path file) throws Exception {
        String password = UUID.randomUUID().toString();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process making = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "self",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(making.waitFor(2, TimeUnit.MINUTES)).isTrue();
        KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
