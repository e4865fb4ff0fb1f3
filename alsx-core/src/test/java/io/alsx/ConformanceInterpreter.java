// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Executes a case: the steps as the first task, then what they scheduled. Holds the ops of the language itself; those
 * of each part of the library are in a class of their own, which adds them.
 */
final class ConformanceInterpreter {

    final ConformanceValues values = new ConformanceValues();

    final ConformanceErrors errors = new ConformanceErrors();

    final ConformanceLoop loop = new ConformanceLoop();

    final ConformanceNames<ConformanceFunction> functions = new ConformanceNames<>("function");

    private final List<String> log = new ArrayList<>();

    private final Map<String, Op> ops = new HashMap<>();

    private final Set<String> done = new HashSet<>();

    private final ConformanceHookOps hooks;

    private ConformanceInterpreter(ConformanceCase executed) {
        ConformanceResourceOps resources = new ConformanceResourceOps(this, executed);
        this.hooks = new ConformanceHookOps(this, resources);
        addLanguage();
        new ConformanceStorageOps(this).add();
        resources.add();
        hooks.add();
        new ConformanceEmitterOps(this, resources).add();
        new ConformanceLoopOps(this).add();
    }

    /** Executes the case on the calling thread and gives its log. */
    static List<String> log(ConformanceCase executed) {
        ConformanceInterpreter interpreter = new ConformanceInterpreter(executed);
        try {
            interpreter.loop.run(() -> interpreter.main(executed.steps()));
        } finally {
            interpreter.hooks.disableAll();
        }
        return interpreter.log;
    }

    void add(String name, Consumer<ConformanceStep> op) {
        addControl(name, (step, arguments) -> {
            op.accept(step);
            return null;
        });
    }

    /** Adds an op that uses the arguments of the current function, or may end it. */
    void addControl(String name, Op op) {
        ops.put(name, op);
    }

    void log(String line) {
        log.add(line);
    }

    void say(String label, @Nullable Object value) {
        log(label + "=" + ConformanceValues.show(value));
    }

    void sayResult(ConformanceStep step, @Nullable Object result) {
        if (step.has("as")) {
            say(step.text("as"), result);
        }
    }

    List<@Nullable Object> arguments(ConformanceStep step) {
        return values.values(step.get("args"));
    }

    ConformanceFunction function(List<ConformanceStep> block) {
        return arguments -> {
            Return ended = execute(block, arguments);
            return ended == null ? null : ended.value;
        };
    }

    /** The function of a step; null if the step passes a null instead, to see it refused. */
    @Nullable
    ConformanceFunction callee(ConformanceStep step) {
        return step.has("fn") ? null : function(step.block("do"));
    }

    @Nullable
    Return execute(List<ConformanceStep> block, List<@Nullable Object> arguments) {
        for (ConformanceStep step : block) {
            Return ended = execute(step, arguments);
            if (ended != null) {
                return ended;
            }
        }
        return null;
    }

    @Nullable
    Return execute(ConformanceStep step, List<@Nullable Object> arguments) {
        Op op = ops.get(step.op());
        if (op == null) {
            throw new AssertionError("The language has no op '" + step.op() + "' here");
        }
        return op.execute(step, arguments);
    }

    private void main(List<ConformanceStep> steps) {
        try {
            execute(steps, List.of());
        } catch (RuntimeException e) {
            say("main-threw", errors.show(e));
        }
    }

    private void addLanguage() {
        add("object", step -> values.makeObject(step.text("id")));
        add("log", step -> log(step.text("text")));
        addControl("args", (step, arguments) -> {
            say("args", arguments.stream().map(ConformanceValues::show).collect(Collectors.joining(",")));
            return null;
        });
        addControl("return", (step, arguments) -> new Return(values.value(step.get("value"))));
        add("throw", step -> {
            throw errors.make(step.text("error"));
        });
        addControl("try", this::tryCatchFinally);
        addControl(
                "once", (step, arguments) -> done.add(step.text("id")) ? execute(step.block("do"), arguments) : null);
        add("function", step -> functions.put(step.text("id"), function(step.block("do"))));
        add("call", step -> sayResult(step, functions.get(step.text("function")).apply(arguments(step))));
    }

    private @Nullable Return tryCatchFinally(ConformanceStep step, List<@Nullable Object> arguments) {
        try {
            return execute(step.block("do"), arguments);
        } catch (RuntimeException e) {
            say("caught", errors.show(e));
            return execute(step.block("catch"), arguments);
        } finally {
            execute(step.block("finally"), arguments);
        }
    }

    /** What a step does. */
    @FunctionalInterface
    interface Op {

        /** Executes the step; the result is null unless it ended the current function. */
        @Nullable
        Return execute(ConformanceStep step, List<@Nullable Object> arguments);
    }

    /** The end of a function. */
    record Return(@Nullable Object value) {}
}
