// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.bench;

import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One candidate, once, in a virtual machine of its own. */
final class Fork {

    private static final TimeValue ITERATION = TimeValue.milliseconds(Long.getLong("bench.iteration", 200));

    private Fork() {}

    /**
     * What a call took.
     *
     * @param time in nanoseconds, the median of the iterations
     * @param bytes allocated, the fresh stores among them
     */
    record Result(double time, double bytes) {}

    static Result run(Candidate candidate) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote("io.alsx." + candidate.benchmark()) + "$")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(ITERATION)
                .measurementIterations(3)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        candidate.parameters().forEach((name, value) -> options.param(name, value));
        RunResult result = new Runner(options.build()).runSingle();
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        return new Result(result.getPrimaryResult().getStatistics().getPercentile(50), bytes);
    }
}
