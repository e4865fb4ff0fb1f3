// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.spring.SoakApplication.Eye;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** An application that is asked, and what it can be asked for. */
final class SoakSide implements AutoCloseable {

    private static final List<String> ON_SERVLETS = List.of(
            "/plain",
            "/called",
            "/callable",
            "/future",
            "/deferred",
            "/timeout",
            "/stream",
            "/sse",
            "/failing",
            "/dispatched");

    /** Jetty loses a time-out now and then, with or without us, and its client waits. */
    private static final List<String> ON_JETTY =
            ON_SERVLETS.stream().filter(path -> !path.equals("/timeout")).toList();

    private static final List<String> ON_NETTY = List.of("/plain", "/future", "/failing");

    private static final List<String> ON_BROKERS = List.of("/mail", "/grpc");

    private static final List<String> BESIDE_NEIGHBOURS = List.of("/guarded");

    private final String name;

    private final RunningApplication application;

    private final List<String> paths;

    /** The session of each tenant. */
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    private final Map<String, ThreadPoolTaskExecutor> pools = new LinkedHashMap<>();

    private final Eye eye;

    private volatile boolean closed;

    private SoakSide(String name, RunningApplication application, List<String> paths) {
        this.name = name;
        this.application = application;
        this.paths = paths;
        this.eye = application.bean(Eye.class);
        for (String pool : SoakApplication.POOLS) {
            pools.put(pool, application.bean(pool, ThreadPoolTaskExecutor.class));
        }
    }

    static List<SoakSide> all(SoakMail.Brokers brokers) {
        List<SoakSide> sides = new ArrayList<>();
        for (String virtual : List.of("false", "true")) {
            String threads = "spring.threads.virtual.enabled=" + virtual;
            sides.add(onTomcat("Tomcat, virtual: " + virtual, threads));
            sides.add(new SoakSide(
                    "Jetty, virtual: " + virtual,
                    RunningApplication.withWebServer(SoakDesk.OnJetty.class, with(threads, JettyServer.PROPERTY)),
                    ON_JETTY));
            sides.add(new SoakSide(
                    "Netty, virtual: " + virtual,
                    RunningApplication.withReactiveWebServer(
                            SoakDesk.OnNetty.class, with(threads, "alsx.reactor.automatic=" + virtual)),
                    ON_NETTY));
        }
        String[] onBrokers = brokers.properties().toArray(String[]::new);
        sides.add(new SoakSide(
                "Tomcat, with brokers and gRPC",
                RunningApplication.withWebServer(SoakDesk.WithBrokers.class, with(onBrokers)),
                ON_BROKERS));
        sides.add(new SoakSide(
                "Tomcat, with neighbours",
                RunningApplication.withWebServer(SoakDesk.WithNeighbours.class, with(SoakNeighbours.PROPERTIES)),
                BESIDE_NEIGHBOURS));
        return sides;
    }

    static SoakSide onTomcat(String name, String... properties) {
        return new SoakSide(
                name, RunningApplication.withWebServer(SoakDesk.OnServlets.class, with(properties)), ON_SERVLETS);
    }

    private static String[] with(String... properties) {
        return Stream.concat(Stream.of("spring.task.execution.mode=force"), Stream.of(properties))
                .toArray(String[]::new);
    }

    String name() {
        return name;
    }

    RunningApplication application() {
        return application;
    }

    String anyPath() {
        return paths.get(SoakWork.random(paths.size()));
    }

    Map<String, ThreadPoolTaskExecutor> pools() {
        return pools;
    }

    ThreadPoolTaskExecutor pool(String pool) {
        return Objects.requireNonNull(pools.get(pool));
    }

    Eye eye() {
        return eye;
    }

    /** How many ask at once: fewer where most of the work is that of brokers and neighbours. */
    int clients() {
        return paths == ON_BROKERS ? 1 : paths == BESIDE_NEIGHBOURS ? 2 : 4;
    }

    boolean isReactive() {
        return paths == ON_NETTY;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    boolean isClosed() {
        return closed;
    }

    /** Nobody is to ask it any more. */
    @Override
    public void close() {
        closed = true;
    }
}
