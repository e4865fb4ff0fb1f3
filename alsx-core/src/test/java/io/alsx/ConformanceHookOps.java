// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.List;

/** The ops on hooks. */
final class ConformanceHookOps {

    private final ConformanceInterpreter interpreter;

    private final ConformanceResourceOps resources;

    private final ConformanceNames<AsyncHook> hooks = new ConformanceNames<>("hook");

    ConformanceHookOps(ConformanceInterpreter interpreter, ConformanceResourceOps resources) {
        this.interpreter = interpreter;
        this.resources = resources;
    }

    void add() {
        interpreter.add("hook", step -> hooks.put(step.text("id"), AsyncHooks.createHook(new Reporter(step))));
        interpreter.add("enable", step -> {
            AsyncHook hook = hook(step);
            interpreter.sayResult(step, hook.enable() == hook ? "same hook" : "other");
        });
        interpreter.add("disableHook", step -> hook(step).disable());
    }

    /** Hooks are of the whole process: the next case must not hear those of this one. */
    void disableAll() {
        hooks.forEach(AsyncHook::disable);
    }

    private AsyncHook hook(ConformanceStep step) {
        return hooks.get(step.text("hook"));
    }

    /** Reports the resources of the case itself; others are collected at any time, on the thread of the cleaner. */
    private final class Reporter implements AsyncHooks.Callbacks {

        private final ConformanceStep hook;

        private final ConformanceStep blocks;

        private final Thread thread = Thread.currentThread();

        Reporter(ConformanceStep hook) {
            this.hook = hook;
            this.blocks = new ConformanceStep(hook.get("on"));
        }

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            resources.noteType(asyncId, type);
            String trigger =
                    hook.get("showTrigger").asBoolean() ? " trigger=" + resources.symbolOf(triggerAsyncId) : "";
            report("init", asyncId, trigger);
        }

        @Override
        public void before(long asyncId) {
            report("before", asyncId, "");
        }

        @Override
        public void after(long asyncId) {
            report("after", asyncId, "");
        }

        @Override
        public void destroy(long asyncId) {
            report("destroy", asyncId, "");
        }

        private void report(String event, long asyncId, String suffix) {
            String type = resources.reportedType(asyncId);
            if (blocks.has(event) && type != null && Thread.currentThread() == thread) {
                interpreter.log(hook.text("id") + "." + event + " " + type + suffix);
                interpreter.execute(blocks.block(event), List.of());
            }
        }
    }
}
