// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ops on resources and ids. */
final class ConformanceResourceOps {

    private static final long HIGHEST_RESERVED_ID = 1_000_000;

    private final ConformanceInterpreter interpreter;

    private final ConformanceNames<AsyncResource> resources = new ConformanceNames<>("resource");

    private final Map<Long, String> symbols = new HashMap<>();

    /** Of what hooks report; other threads may ask. */
    private final Map<Long, String> reportedTypes = new ConcurrentHashMap<>();

    ConformanceResourceOps(ConformanceInterpreter interpreter, ConformanceCase executed) {
        this.interpreter = interpreter;
        symbols.put(AsyncHooks.executionAsyncId(), "root");
        executed.allSteps().forEach(step -> reserve(step.get("trigger")));
    }

    void add() {
        addResources();
        addIds();
    }

    private void addResources() {
        interpreter.add("resource", this::make);
        interpreter.add(
                "inResource",
                step -> interpreter.sayResult(
                        step, resource(step).runInAsyncScope(interpreter.callee(step), interpreter.arguments(step))));
        interpreter.add("resourceBind", step -> bind(step, resource(step)::bindFunction));
        interpreter.add("staticBind", step -> {
            if (step.has("type")) {
                bind(
                        step,
                        function -> AsyncResource.bindFunction(
                                function, step.get("type").textValue()));
            } else {
                bind(step, AsyncLocalStorage::bindFunction);
            }
        });
        interpreter.add("destroy", step -> {
            AsyncResource resource = resource(step);
            AsyncResource result = interpreter.errors.coded(
                    IllegalStateException.class, "ERR_ALREADY_DESTROYED", resource::emitDestroy);
            interpreter.sayResult(step, result == resource ? "same resource" : "other");
        });
        interpreter.addControl("nestResources", this::nest);
    }

    private void addIds() {
        interpreter.add(
                "ids",
                step -> interpreter.say(
                        step.label("op"),
                        symbolOf(AsyncHooks.executionAsyncId()) + "/" + symbolOf(AsyncHooks.triggerAsyncId())));
        interpreter.add(
                "triggerOf",
                step -> interpreter.say(
                        step.text("resource") + ".trigger",
                        symbolOf(resource(step).triggerAsyncId())));
        interpreter.add("increasing", step -> interpreter.say("increasing", increasing(step.get("resources"))));
        interpreter.add(
                "current",
                step -> interpreter.say("current", resources.idOf(AsyncHooks.executionAsyncResource(), "top-level")));
    }

    /** A number that a case uses as a trigger must not turn out to be the id of one of its resources as well. */
    private static void reserve(JsonNode trigger) {
        long last = 0;
        while (last < Math.min(trigger.asLong(), HIGHEST_RESERVED_ID)) {
            last = new AsyncResource("reserved").asyncId();
        }
    }

    private void make(ConformanceStep step) {
        AsyncResource.Options options = options(step.get("trigger"));
        AsyncResource resource = typed(() -> new AsyncResource(step.get("type").textValue(), options));
        name(step.text("id"), resource);
    }

    void name(String id, AsyncResource resource) {
        resources.put(id, resource);
        symbols.put(resource.asyncId(), id);
        noteType(resource.asyncId(), resource.type());
    }

    void noteType(long asyncId, String type) {
        if (type.startsWith("R")) {
            reportedTypes.put(asyncId, type);
        }
    }

    /** The type of a resource that hooks are to report, or null. */
    @Nullable
    String reportedType(long asyncId) {
        return reportedTypes.get(asyncId);
    }

    AsyncResource.Options options(JsonNode trigger) {
        AsyncResource.Options defaults = AsyncResource.Options.defaults();
        if (trigger.isMissingNode()) {
            return defaults;
        }
        if (trigger.isTextual()) {
            return defaults.triggerAsyncId(resources.get(trigger.textValue()).asyncId());
        }
        symbols.put(trigger.longValue(), trigger.asText());
        return interpreter.errors.coded(
                IllegalArgumentException.class,
                "ERR_INVALID_ASYNC_ID",
                () -> defaults.triggerAsyncId(trigger.longValue()));
    }

    private void bind(
            ConformanceStep step,
            Function<ConformanceFunction, Function<List<@Nullable Object>, @Nullable Object>> binding) {
        ConformanceFunction function = interpreter.callee(step);
        interpreter.functions.put(step.text("id"), typed(() -> binding.apply(function))::apply);
    }

    /** What the attempt gives, unless it is refused for a function or type that is null, or for an empty type. */
    private <V> V typed(Supplier<V> attempt) {
        return interpreter.errors.coded(
                NullPointerException.class,
                "ERR_INVALID_ARG_TYPE",
                () -> interpreter.errors.coded(IllegalArgumentException.class, "ERR_ASYNC_TYPE", attempt));
    }

    private ConformanceInterpreter.@Nullable Return nest(ConformanceStep step, List<@Nullable Object> arguments) {
        interpreter.say("levels-restored", restoredLevels(step.get("depth").asInt(), step, arguments));
        return null;
    }

    private int restoredLevels(int levels, ConformanceStep step, List<@Nullable Object> arguments) {
        if (levels == 0) {
            interpreter.execute(step.block("do"), arguments);
            return 0;
        }
        AsyncResource resource = new AsyncResource("Rnest");
        return resource.runInAsyncScope(() -> {
            int below = restoredLevels(levels - 1, step, arguments);
            boolean restored = AsyncHooks.executionAsyncId() == resource.asyncId()
                    && AsyncHooks.triggerAsyncId() == resource.triggerAsyncId();
            return restored ? below + 1 : below;
        });
    }

    private boolean increasing(JsonNode ids) {
        long last = Long.MIN_VALUE;
        for (JsonNode id : ids) {
            long next = resources.get(id.asText()).asyncId();
            if (next <= last) {
                return false;
            }
            last = next;
        }
        return true;
    }

    private AsyncResource resource(ConformanceStep step) {
        return resources.get(step.text("resource"));
    }

    String symbolOf(long id) {
        return symbols.getOrDefault(id, id == 0 ? "0" : "other");
    }
}
