// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ops on storages, snapshots, bound functions and scopes. */
final class ConformanceStorageOps {

    private final ConformanceInterpreter interpreter;

    private final ConformanceNames<AsyncLocalStorage<Object>> storages = new ConformanceNames<>("storage");

    private final ConformanceNames<Snapshot> snapshots = new ConformanceNames<>("snapshot");

    private final ConformanceNames<Scope> scopes = new ConformanceNames<>("scope");

    ConformanceStorageOps(ConformanceInterpreter interpreter) {
        this.interpreter = interpreter;
    }

    void add() {
        addStorages();
        addScopes();
        addSnapshots();
    }

    private void addStorages() {
        interpreter.add("als", step -> storages.put(step.text("id"), make(step)));
        interpreter.add(
                "name",
                step -> interpreter.say(
                        step.text("als") + ".name",
                        TextNode.valueOf(storage(step).name())));
        interpreter.add(
                "get", step -> interpreter.say(step.label("als"), storage(step).getStore()));
        interpreter.add(
                "put",
                step -> ConformanceValues.entries(storage(step).getStore())
                        .put(step.text("key"), ConformanceValues.scalar(step.get("value"))));
        interpreter.add(
                "read",
                step -> interpreter.say(
                        step.label("key"),
                        ConformanceValues.entries(storage(step).getStore()).get(step.text("key"))));
        interpreter.add(
                "run",
                step -> interpreter.sayResult(
                        step, storage(step).run(store(step), interpreter.callee(step), interpreter.arguments(step))));
        interpreter.add(
                "exit",
                step -> interpreter.sayResult(
                        step, storage(step).exit(interpreter.callee(step), interpreter.arguments(step))));
        interpreter.add("enterWith", step -> storage(step).enterWith(store(step)));
        interpreter.add("disable", step -> storage(step).disable());
        interpreter.addControl("nest", this::nest);
    }

    private void addScopes() {
        interpreter.add(
                "scope", step -> scopes.put(step.text("id"), storage(step).withScope(store(step))));
        interpreter.add("dispose", step -> scopes.get(step.text("id")).close());
        interpreter.addControl("using", (step, arguments) -> {
            try (Scope scope = storage(step).withScope(store(step))) {
                return interpreter.execute(step.block("do"), arguments);
            }
        });
    }

    private void addSnapshots() {
        interpreter.add("snapshot", step -> snapshots.put(step.text("id"), AsyncLocalStorage.snapshot()));
        interpreter.add(
                "inSnapshot",
                step -> interpreter.sayResult(
                        step,
                        snapshots
                                .get(step.text("snapshot"))
                                .run(interpreter.callee(step), interpreter.arguments(step))));
        interpreter.add("bind", step -> bind(step, interpreter.callee(step)));
        interpreter.add("bindFunction", step -> bind(step, interpreter.functions.get(step.text("function"))));
    }

    private AsyncLocalStorage<Object> make(ConformanceStep step) {
        if (!step.has("options")) {
            return new AsyncLocalStorage<>();
        }
        JsonNode options = step.get("options");
        AsyncLocalStorage.Builder<Object> builder = AsyncLocalStorage.builder();
        if (options.has("name")) {
            builder.name(options.path("name").textValue());
        }
        return builder.defaultValue(interpreter.values.value(options.path("defaultValue")))
                .build();
    }

    private void bind(ConformanceStep step, @Nullable ConformanceFunction function) {
        interpreter.functions.put(step.text("id"), AsyncLocalStorage.bindFunction(function)::apply);
    }

    private ConformanceInterpreter.@Nullable Return nest(ConformanceStep step, List<@Nullable Object> arguments) {
        int depth = step.get("depth").asInt();
        interpreter.say("levels-restored", restoredLevels(storage(step), 1, depth, step, arguments));
        return null;
    }

    private int restoredLevels(
            AsyncLocalStorage<Object> storage,
            int level,
            int depth,
            ConformanceStep step,
            List<@Nullable Object> arguments) {
        if (level > depth) {
            interpreter.execute(step.block("do"), arguments);
            return 0;
        }
        Object store = level;
        return storage.run(store, () -> {
            int below = restoredLevels(storage, level + 1, depth, step, arguments);
            return storage.getStore() == store ? below + 1 : below;
        });
    }

    private AsyncLocalStorage<Object> storage(ConformanceStep step) {
        return storages.get(step.text("als"));
    }

    private @Nullable Object store(ConformanceStep step) {
        return interpreter.values.value(step.get("store"));
    }
}
