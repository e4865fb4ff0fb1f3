// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.List;
import java.util.stream.Stream;

/** Who meets whom in the duel: all that a limit is set for, and a glance at the others. */
final class Plan {

    static final String VIRTUAL_THREAD = "fresh virtual thread, run and getStore";

    static final String STARTER_HOP = "hop through the starter";

    private static final boolean ON_25 = Runtime.version().feature() >= 25;

    private Plan() {}

    static List<Contest> contests() {
        List<Contest> onAll = List.of(reading(), readingUnbound(), running(), binding(), runBindRun(), hop(), chain());
        List<Contest> ofStarter = List.of(starterHop(), filter());
        List<Contest> on25 = ON_25 ? List.of(virtualThread()) : List.of();
        return Stream.of(onAll, on25, ofStarter).flatMap(List::stream).toList();
    }

    private static Contest reading() {
        return Contest.of(
                        "ThreadLocal.get",
                        read("getStore", "threadLocal", 0),
                        read("getStore", "alsx", 0),
                        read("getStore", "openTelemetry", 0),
                        read("getStore among 64", "alsx", 64),
                        read("getStore among 256", "alsx", 256),
                        read("getStore among 256", "openTelemetry", 256).briefly(),
                        new Candidate("getStore, another key 1000 deep", "bench.GetStoreAfterDepthBenchmark.alsx")
                                .with("depth", 1000),
                        snapshot("snapshot", "alsx", 0),
                        snapshot("snapshot", "openTelemetry", 0),
                        snapshot("snapshot among 256", "alsx", 256),
                        snapshot("snapshot", "grpc", 0).briefly(),
                        snapshot("snapshot", "micrometer", 0).briefly(),
                        snapshot("snapshot", "ttl", 0).briefly(),
                        read("getStore", "grpc", 0).briefly(),
                        read("getStore", "ttl", 0).briefly(),
                        read("getStore", "brave", 0).briefly())
                .and(scopedValue("getStore", "getStore", 0));
    }

    private static Contest readingUnbound() {
        return Contest.of(
                "ThreadLocal.get, unbound",
                new Candidate("getStore, unbound", "bench.GetStoreUnboundBenchmark.threadLocal"),
                new Candidate("getStore, unbound", "bench.GetStoreUnboundBenchmark.alsx"));
    }

    private static Contest running() {
        return Contest.of(
                        "ThreadLocal, set and put back",
                        run("run", "threadLocal", 0),
                        run("run", "alsx", 0),
                        run("run", "openTelemetry", 0),
                        run("run among 256", "alsx", 256),
                        run("run among 256", "openTelemetry", 256),
                        new Candidate("run and first snapshot", "bench.FirstSnapshotBenchmark.alsx").making(1),
                        new Candidate("AsyncResource scope, no hook", "bench.ResourceBenchmark.alsx")
                                .with("hook", false),
                        run("run", "grpc", 0).briefly(),
                        run("run", "ttl", 0).briefly(),
                        run("run", "brave", 0).making(0).briefly())
                .and(scopedValue("run", "run", 1));
    }

    private static Contest binding() {
        return Contest.of(
                "ThreadLocal, carried by hand",
                bind("threadLocal"),
                bind("alsx"),
                bind("openTelemetry"),
                bind("micrometer"),
                bind("ttl"),
                bind("grpc").briefly(),
                bind("brave").briefly());
    }

    private static Contest runBindRun() {
        return Contest.of(
                "ThreadLocal, carried by hand",
                runBindRun("threadLocal"),
                runBindRun("alsx"),
                runBindRun("openTelemetry"));
    }

    private static Contest hop() {
        return Contest.of(
                "the bare executor",
                new Candidate("executor hop", "bench.SingleThreadHopBenchmark.jdk"),
                new Candidate("executor hop", "bench.SingleThreadHopBenchmark.alsx"),
                new Candidate("executor hop", "bench.SingleThreadHopBenchmark.openTelemetry").briefly());
    }

    private static Contest chain() {
        return Contest.of(
                "the JDK's CompletableFuture",
                new Candidate("future chain of five", "bench.FutureChainBenchmark.jdk"),
                new Candidate("future chain of five", "bench.FutureChainBenchmark.alsx"));
    }

    private static Contest virtualThread() {
        return Contest.of(
                "a virtual thread that does nothing",
                new Candidate(VIRTUAL_THREAD, "bench.VirtualThreadBenchmark.jdk"),
                new Candidate(VIRTUAL_THREAD, "bench.VirtualThreadBenchmark.alsx"),
                new Candidate(VIRTUAL_THREAD, "bench.VirtualThreadBenchmark.threadLocal"),
                new Candidate(VIRTUAL_THREAD, "bench.VirtualThreadBenchmark.openTelemetry").briefly(),
                new Candidate(VIRTUAL_THREAD, "bench.VirtualThreadBenchmark.scopedValue").briefly());
    }

    private static Contest starterHop() {
        String benchmark = "spring.bench.TaskDecoratorBenchmark.";
        return Contest.of(
                "the core's hop",
                new Candidate(STARTER_HOP, benchmark + "core").with("accessors", 1),
                new Candidate(STARTER_HOP, benchmark + "alsx").with("accessors", 1),
                new Candidate(STARTER_HOP, benchmark + "alsxWithMdc").with("accessors", 1),
                new Candidate(STARTER_HOP, benchmark + "coreAndMdc").with("accessors", 1),
                new Candidate(STARTER_HOP, benchmark + "micrometer")
                        .with("accessors", 1)
                        .briefly());
    }

    private static Contest filter() {
        return Contest.of(
                "the store and its id alone",
                new Candidate("filter, per request", "spring.bench.RequestStoreFilterBenchmark.storeAlone"),
                new Candidate("filter, per request", "spring.bench.RequestStoreFilterBenchmark.alsx"));
    }

    private static Candidate read(String op, String impl, int others) {
        return new Candidate(op, "bench.GetStoreBenchmark." + impl).with("others", others);
    }

    private static Candidate snapshot(String op, String impl, int others) {
        return new Candidate(op, "bench.SnapshotBenchmark." + impl).with("others", others);
    }

    private static Candidate run(String op, String impl, int others) {
        return new Candidate(op, "bench.RunBenchmark." + impl)
                .with("others", others)
                .making(1);
    }

    private static Candidate bind(String impl) {
        return new Candidate("bind and run", "bench.BindBenchmark." + impl).with("others", 0);
    }

    private static Candidate runBindRun(String impl) {
        return new Candidate("run, bind, run bound", "bench.RunBindRunBenchmark." + impl).making(1);
    }

    private static List<Candidate> scopedValue(String op, String method, int stores) {
        Candidate candidate = new Candidate(op, "bench.ScopedValueBenchmark." + method)
                .as("scopedValue")
                .making(stores);
        return ON_25 ? List.of(candidate) : List.of();
    }
}
