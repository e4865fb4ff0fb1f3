// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.List;
import java.util.OptionalDouble;

/** The limits. */
final class Targets {

    static final String START_UP = "start-up of the demo";

    private Targets() {}

    static List<Target> all() {
        return List.of(
                Target.ratio(1.75, "getStore", "threadLocal").aiming(1.3),
                Target.ratio(0.95, "getStore", "openTelemetry"),
                Target.bytes(0, "getStore"),
                Target.ratio(1.05, "getStore, unbound", "threadLocal"),
                Target.bytes(0, "getStore, unbound"),
                Target.ratio(1.5, "getStore among 64", "alsx", "getStore", "alsx")
                        .aiming(1.1),
                Target.ratio(1.5, "getStore among 256", "alsx", "getStore", "alsx")
                        .aiming(1.1),
                Target.ratio(1.5, "getStore, another key 1000 deep", "alsx", "getStore", "alsx"),
                Target.ratio(1.7, "run", "threadLocal").aiming(1.2),
                Target.bytes(24, "run").aiming(0),
                Target.ratio(0.65, "run", "openTelemetry"),
                Target.ratio(0.45, "run", "scopedValue"),
                Target.ratio(0.2, "run among 256", "openTelemetry"),
                Target.ratio(1.7, "run among 256", "alsx", "run", "alsx").aiming(1.2),
                Target.bytes(432, "run among 256"),
                Target.bytes(432, Sweep.OP),
                new Target(
                        Sweep.OP,
                        "× median, the dearest number",
                        2,
                        OptionalDouble.empty(),
                        (summary, jdk) -> summary.find(Sweep.OP, "alsx", jdk).map(one -> Spread.of(one.times()))),
                Target.bytes(0, "snapshot"),
                Target.ratio(1.3, "snapshot", "openTelemetry").aiming(1.1),
                Target.ratio(1.1, "snapshot among 256", "alsx", "snapshot", "alsx"),
                Target.bytesBeyond(0, "run and first snapshot", "alsx", "run", "alsx"),
                Target.bytes(24, "bind and run"),
                Target.ratio(1.1, "bind and run", "openTelemetry").aiming(1.0),
                Target.ratio(0.12, "bind and run", "micrometer"),
                Target.ratio(0.03, "bind and run", "ttl"),
                Target.bytes(48, "run, bind, run bound"),
                Target.ratio(0.9, "run, bind, run bound", "openTelemetry"),
                Target.bytesBeyond(24, "executor hop", "alsx", "executor hop", "jdk"),
                Target.bytesBeyond(120, "future chain of five", "alsx", "future chain of five", "jdk"),
                Target.ratio(1.15, "future chain of five", "jdk"),
                Target.bytesBeyond(176, Plan.VIRTUAL_THREAD, "alsx", Plan.VIRTUAL_THREAD, "jdk"),
                Target.ratio(1.2, "AsyncResource scope, no hook", "alsx", "run", "alsx"),
                Target.bytesBeyond(0, Plan.STARTER_HOP, "alsx", Plan.STARTER_HOP, "core"),
                Target.bytesBeyond(0, Plan.STARTER_HOP, "alsxWithMdc", Plan.STARTER_HOP, "coreAndMdc"),
                Target.bytesBeyond(600, "filter, per request", "alsx", "filter, per request", "storeAlone"),
                Target.ratio(1.03, START_UP, "without").aiming(1.01));
    }
}
