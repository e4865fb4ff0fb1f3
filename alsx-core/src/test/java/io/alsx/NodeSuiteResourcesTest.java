// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static io.alsx.HookLog.AFTER;
import static io.alsx.HookLog.BEFORE;
import static io.alsx.HookLog.DESTROY;
import static io.alsx.HookLog.INIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that Node's test files of these names pin down: resources and the emitter. */
class NodeSuiteResourcesTest {

    private final HookLog log = new HookLog();

    private final TaskLoop loop = new TaskLoop();

    @AfterEach
    void disableHooksAndCloseLoop() {
        log.close();
        loop.close();
    }

    private static List<Long> ids() {
        return List.of(AsyncHooks.executionAsyncId(), AsyncHooks.triggerAsyncId());
    }

    @Test
    @DisplayName("async-hooks/test-embedder.api.async-resource.js")
    void tellsOfItsLifeUntilTheHookIsDisabled() {
        AsyncHook hook = log.hook("h").enable();
        AsyncResource first = new AsyncResource("FIRST");
        AsyncResource second =
                new AsyncResource("SECOND", AsyncResource.Options.defaults().triggerAsyncId(123_456));
        assertThat(first.triggerAsyncId()).isEqualTo(1);
        assertThat(second.triggerAsyncId()).isEqualTo(123_456);

        first.runInAsyncScope(() -> {
            assertThat(ids()).containsExactly(first.asyncId(), 1L);
            second.runInAsyncScope(() -> assertThat(ids()).containsExactly(second.asyncId(), 123_456L));
        });
        first.emitDestroy();
        hook.disable();
        second.runInAsyncScope(() -> {});
        second.emitDestroy();

        log.assertHeard(
                "h.init FIRST",
                "h.init SECOND",
                "h.before FIRST",
                "h.before SECOND",
                "h.after SECOND",
                "h.after FIRST",
                "h.destroy FIRST");
    }

    @Test
    @DisplayName("async-hooks/test-embedder.api.async-resource.runInAsyncScope.js")
    void returnsWhatTheFunctionReturns() {
        assertThat(new AsyncResource("R").<Integer, RuntimeException>runInAsyncScope(() -> 1))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("async-hooks/test-embedder.api.async-resource-no-type.js, "
            + "parallel/test-async-hooks-asyncresource-constructor.js")
    void refusesTypesAndTriggersThatAreNone() {
        log.hook("h", Set.of(INIT)).enable();
        AsyncResource.Options options = AsyncResource.Options.defaults();

        assertThatNullPointerException().isThrownBy(() -> new AsyncResource(null));
        assertThatNullPointerException().isThrownBy(() -> new AsyncResource(null) {});
        assertThatIllegalArgumentException().isThrownBy(() -> new AsyncResource(""));
        assertThatIllegalArgumentException().isThrownBy(() -> options.triggerAsyncId(-4));
        log.assertHeard();
    }

    @Test
    @DisplayName("parallel/test-async-hooks-run-in-async-scope-caught-exception.js")
    void keepsTheIdsInOrderWhenTheFunctionThrows() {
        RuntimeException thrown = new RuntimeException("thrown");

        assertThatThrownBy(() -> new AsyncResource("R").runInAsyncScope(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(ids()).containsExactly(1L, 0L);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-recursive-stack-runInAsyncScope.js")
    void nestsAThousandScopes() {
        assertThat(OtherThread.callDeep(() -> List.of(scopesRestored(1000), ids())))
                .containsExactly(1000, List.of(1L, 0L));
    }

    private static int scopesRestored(int levels) {
        if (levels == 0) {
            return 0;
        }
        AsyncResource resource = new AsyncResource("R");
        return resource.runInAsyncScope(() -> {
            List<Long> down = ids();
            int below = scopesRestored(levels - 1);
            boolean right = down.equals(List.of(resource.asyncId(), resource.triggerAsyncId())) && down.equals(ids());
            return right ? below + 1 : below;
        });
    }

    @Test
    @DisplayName("async-hooks/test-async-exec-resource-match.js")
    void isTheCurrentOneInBeforeAndInTheFunctionAndInAfter() {
        List<AsyncResource> current = new ArrayList<>();
        Runnable look = () -> current.add(AsyncHooks.executionAsyncResource());
        log.hook("h", Map.of(BEFORE, look, AFTER, look)).enable();

        AsyncResource resource = new AsyncResource("R");
        resource.runInAsyncScope(look);

        assertThat(current).containsExactly(resource, resource, resource);
    }

    @Test
    @DisplayName("parallel/test-async-hooks-close-during-destroy.js")
    void mayBeDestroyedInsideADestroyCallback() {
        AsyncResource inner = log.resource("INNER");
        List<AsyncResource> left = new ArrayList<>(List.of(inner));
        log.hook("h", Map.of(DESTROY, () -> {
                    if (!left.isEmpty()) {
                        left.remove(0).emitDestroy();
                    }
                }))
                .enable();

        log.resource("OUTER").emitDestroy();

        log.assertHeard("h.destroy OUTER", "h.destroy INNER");
        assertThatIllegalStateException().isThrownBy(inner::emitDestroy);
    }

    @Test
    @DisplayName("async-hooks/test-destroy-not-blocked.js")
    void isDestroyedBeforeTheNextTask() {
        log.hook("h", Set.of(DESTROY)).enable();
        loop.start(() -> {
            loop.start(() -> log.add("next task"));
            log.resource("R").emitDestroy();
            log.add("end");
        });
        loop.finish();

        log.assertHeard("h.destroy R", "end", "next task");
    }

    @Test
    @DisplayName("parallel/test-async-wrap-trigger-id.js")
    void hasTheSameTriggerAsItsSiblings() {
        log.hook("h", Set.of(INIT)).enable();
        List<Long> triggers = new ArrayList<>();
        loop.start(() -> {
            long parent = AsyncHooks.executionAsyncId();
            for (int i = 0; i < 3; i++) {
                loop.start(() -> triggers.add(AsyncHooks.triggerAsyncId() - parent));
            }
        });
        loop.finish();

        assertThat(triggers).containsExactly(0L, 0L, 0L);
    }

    @Test
    @DisplayName("parallel/test-asyncresource-bind.js")
    void bindsToItselfOrToANewOne() {
        AsyncResource resource = new AsyncResource("R");

        assertThat(resource.bindSupplier(AsyncHooks::executionAsyncId).get()).isEqualTo(resource.asyncId());
        assertThat(resource.<Long, Long>bindFunction(x -> x + AsyncHooks.executionAsyncId())
                        .apply(1L))
                .isEqualTo(resource.asyncId() + 1);
        assertThat(AsyncResource.bindSupplier(AsyncHooks::triggerAsyncId, "BOUND")
                        .get())
                .isEqualTo(1);
        assertThatNullPointerException().isThrownBy(() -> resource.bind((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> AsyncResource.bind((Runnable) null, "BOUND"));
    }

    @Test
    @DisplayName("parallel/test-async-hooks-execution-async-resource.js")
    void carriesAttributesThatAnInitHookHandsDown() {
        Map<AsyncResource, String> attributes = new WeakHashMap<>();
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                synchronized (attributes) {
                    attributes.put(resource, attributes.get(AsyncHooks.executionAsyncResource()));
                }
            }
        });
        List<String> seen = new ArrayList<>();
        hook.enable();
        try {
            for (String request : List.of("A", "B")) {
                loop.start(() -> {
                    synchronized (attributes) {
                        attributes.put(AsyncHooks.executionAsyncResource(), request);
                    }
                    loop.later(5, () -> seen.add(attributes.get(AsyncHooks.executionAsyncResource())));
                });
            }
            loop.finish();
        } finally {
            hook.disable();
        }

        assertThat(seen).containsExactly("A", "B");
    }

    @Test
    @DisplayName("parallel/test-eventemitter-asyncresource.js")
    void isThatOfAnEmitter() {
        class Orders extends AsyncResourceEventEmitter<Object> {}

        log.hook("h").enable();
        AsyncResourceEventEmitter<Object> emitter = new Orders();
        emitter.on(
                String.class,
                event -> log.add("listener " + (AsyncHooks.executionAsyncResource() == emitter.asyncResource())));
        emitter.emit("x");
        emitter.emitDestroy();

        log.assertHeard("h.init Orders", "h.before Orders", "listener true", "h.after Orders", "h.destroy Orders");
        assertThat(new AsyncResourceEventEmitter<>("given").asyncResource().type())
                .isEqualTo("given");
    }
}
