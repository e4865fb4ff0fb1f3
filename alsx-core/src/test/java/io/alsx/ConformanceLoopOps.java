// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The ops on what runs later: tasks, promises and asynchronous functions. */
final class ConformanceLoopOps {

    private final ConformanceInterpreter interpreter;

    private final ConformanceLoop loop;

    private final ConformanceNames<ConformancePromise> promises = new ConformanceNames<>("promise");

    ConformanceLoopOps(ConformanceInterpreter interpreter) {
        this.interpreter = interpreter;
        this.loop = interpreter.loop;
    }

    void add() {
        interpreter.add("defer", step -> loop.defer(task(step)));
        interpreter.add("delay", step -> loop.delay(step.get("ms").asLong(), task(step)));
        interpreter.add(
                "onUncaught",
                step -> loop.onUncaught(error -> {
                    interpreter.say("uncaught", interpreter.errors.show(error));
                    interpreter.execute(step.block("do"), List.of());
                }));
        interpreter.add("promise", step -> name(step, new ConformancePromise(loop)));
        interpreter.add("resolve", step -> promise(step).resolve(interpreter.values.value(step.get("value"))));
        interpreter.add("reject", step -> promise(step).reject(interpreter.errors.make(step.text("error"))));
        interpreter.add("then", this::then);
        interpreter.add("catch", this::recover);
        interpreter.add("async", this::async);
    }

    private Runnable task(ConformanceStep step) {
        ConformanceFunction function = interpreter.function(step.block("do"));
        return () -> function.apply(List.of());
    }

    private void then(ConformanceStep step) {
        ConformanceFunction callback = interpreter.function(step.block("do"));
        name(step, promise(step).then(value -> callback.apply(Collections.singletonList(value))));
    }

    private void recover(ConformanceStep step) {
        ConformanceFunction callback = interpreter.function(step.block("do"));
        name(step, promise(step).recover(error -> {
            interpreter.say("caught", interpreter.errors.show(error));
            return callback.apply(List.of());
        }));
    }

    private void async(ConformanceStep step) {
        ConformancePromise result = new ConformancePromise(loop);
        proceed(step.block("do").iterator(), result);
        name(step, result);
    }

    /** Executes an asynchronous function up to its next await, whose reaction is the rest, or to its end. */
    private void proceed(Iterator<ConformanceStep> rest, ConformancePromise result) {
        try {
            while (rest.hasNext()) {
                ConformanceStep step = rest.next();
                if (step.op().equals("await")) {
                    promise(step).react(value -> proceed(rest, result), result::reject);
                    return;
                }
                ConformanceInterpreter.Return ended = interpreter.execute(step, List.of());
                if (ended != null) {
                    result.resolve(ended.value());
                    return;
                }
            }
            result.resolve(null);
        } catch (RuntimeException e) {
            result.reject(e);
        }
    }

    private void name(ConformanceStep step, ConformancePromise promise) {
        if (step.has("id")) {
            promises.put(step.text("id"), promise);
        }
    }

    private ConformancePromise promise(ConformanceStep step) {
        return promises.get(step.text("promise"));
    }
}
