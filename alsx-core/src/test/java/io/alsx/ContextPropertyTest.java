// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.ProgramStep.Kind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Generated programs on several threads, compared step by step with {@link ContextModel}, and shrunk when they differ.
 * The build runs the same programs each time; {@code -Dalsx.property.steps=1000000} runs others, about so many steps,
 * and {@code -Dalsx.property.seed} those of a seed.
 */
class ContextPropertyTest {

    private static final int LONGEST_PROGRAM = 60;

    /** Less than there are on average, so that there are at least as many steps as asked for. */
    private static final int STEPS_A_PROGRAM = 20;

    private static final Map<Kind, Integer> COUNTS = new EnumMap<>(Kind.class);

    private static final ProgramThreads THREADS = new ProgramThreads();

    @Property(edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Steps.class)
    void everyStoreIsAsTheModelSays(@ForAll("programs") List<ProgramStep> program) {
        new ProgramRun(program, THREADS, COUNTS).run();
    }

    @Provide
    @SuppressWarnings("unchecked") // an array of tuples
    Arbitrary<List<ProgramStep>> programs() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(Arrays.stream(Kind.values())
                .map(kind -> Tuple.of(kind.weight, kind))
                .toArray(Tuple.Tuple2[]::new));
        Arbitrary<ProgramStep> steps = Combinators.combine(
                        kinds, uniform(ContextModel.STORAGES - 1), uniform(ProgramStep.PICKS - 1), uniform(9))
                .as(ProgramStep::new);
        return steps.list().ofMaxSize(LONGEST_PROGRAM).withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Integer> uniform(int greatest) {
        return Arbitraries.integers().between(0, greatest).withDistribution(RandomDistribution.uniform());
    }

    /** Turns the number of steps into one of programs, and sees to it that steps of each kind were run. */
    static final class Steps implements AroundPropertyHook {

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property)
                throws Throwable {
            Integer steps = Integer.getInteger("alsx.property.steps");
            String seed = System.getProperty("alsx.property.seed", steps == null ? "1" : "");
            context.attributes().setTries((steps == null ? 20_000 : steps) / STEPS_A_PROGRAM);
            if (!seed.isEmpty()) {
                context.attributes().setSeed(seed);
            }
            PropertyExecutionResult result = property.execute();
            THREADS.close();
            if (steps != null) {
                context.reporter()
                        .publishValue(
                                "steps",
                                COUNTS.values().stream()
                                                .mapToInt(Integer::intValue)
                                                .sum() + " " + COUNTS);
            }
            boolean failed = result.status() != PropertyExecutionResult.Status.SUCCESSFUL;
            return failed || COUNTS.size() == Kind.values().length
                    ? result
                    : result.mapToFailed("not all kinds of steps were run: " + COUNTS);
        }
    }
}
