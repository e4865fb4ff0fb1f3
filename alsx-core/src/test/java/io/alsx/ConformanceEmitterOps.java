// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ops on emitters: plain ones, whose listeners run in the context of the emitting code, and those of ours. */
final class ConformanceEmitterOps {

    private final ConformanceInterpreter interpreter;

    private final ConformanceResourceOps resources;

    private final ConformanceNames<Emitter> emitters = new ConformanceNames<>("emitter");

    ConformanceEmitterOps(ConformanceInterpreter interpreter, ConformanceResourceOps resources) {
        this.interpreter = interpreter;
        this.resources = resources;
    }

    void add() {
        interpreter.add("emitter", step -> emitters.put(step.text("id"), new PlainEmitter()));
        interpreter.add("asyncEmitter", this::makeAsync);
        interpreter.add("on", step -> emitter(step).on(step.text("event"), listener(step)));
        interpreter.add(
                "emit",
                step -> interpreter.sayResult(
                        step, emitter(step).emit(step.text("event"), interpreter.arguments(step))));
        interpreter.add(
                "emitterDestroy",
                step -> interpreter.errors.coded(
                        IllegalStateException.class, "ERR_ALREADY_DESTROYED", emitter(step)::emitDestroy));
    }

    private void makeAsync(ConformanceStep step) {
        AsyncResource.Options options = resources.options(step.get("trigger"));
        AsyncResourceEventEmitter<ConformanceEvent> emitter = interpreter.errors.coded(
                RuntimeException.class,
                "ERR_INVALID_ARG_TYPE",
                () -> new AsyncResourceEventEmitter<>(
                        step.has("name") ? step.get("name").textValue() : null, options));
        resources.name(step.text("id"), emitter.asyncResource());
        emitters.put(step.text("id"), new AsyncEmitter(emitter));
    }

    private ConformanceFunction listener(ConformanceStep step) {
        return step.has("function")
                ? interpreter.functions.get(step.text("function"))
                : interpreter.function(step.block("do"));
    }

    private Emitter emitter(ConformanceStep step) {
        return emitters.get(step.text("emitter"));
    }

    /** An emitter whose events have names. */
    private interface Emitter {

        void on(String event, ConformanceFunction listener);

        boolean emit(String event, List<@Nullable Object> arguments);

        AsyncResource emitDestroy();
    }

    private static final class PlainEmitter implements Emitter {

        private final Map<String, List<ConformanceFunction>> listeners = new HashMap<>();

        @Override
        public void on(String event, ConformanceFunction listener) {
            listeners.computeIfAbsent(event, name -> new ArrayList<>()).add(listener);
        }

        @Override
        public boolean emit(String event, List<@Nullable Object> arguments) {
            List<ConformanceFunction> called = List.copyOf(listeners.getOrDefault(event, List.of()));
            called.forEach(listener -> listener.apply(arguments));
            return !called.isEmpty();
        }

        @Override
        public AsyncResource emitDestroy() {
            throw new UnsupportedOperationException("A plain emitter has no resource");
        }
    }

    private static final class AsyncEmitter implements Emitter {

        private final AsyncResourceEventEmitter<ConformanceEvent> emitter;

        private final ConformanceEvent.Kinds kinds = new ConformanceEvent.Kinds();

        AsyncEmitter(AsyncResourceEventEmitter<ConformanceEvent> emitter) {
            this.emitter = emitter;
        }

        @Override
        public void on(String event, ConformanceFunction listener) {
            emitter.on(kinds.type(event), told -> listener.apply(told.arguments()));
        }

        @Override
        public boolean emit(String event, List<@Nullable Object> arguments) {
            return emitter.emit(kinds.event(event, arguments));
        }

        @Override
        public AsyncResource emitDestroy() {
            return emitter.emitDestroy();
        }
    }
}
