// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static io.alsx.HookLog.BEFORE;
import static io.alsx.HookLog.DESTROY;
import static io.alsx.HookLog.INIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When, how often and where destroy callbacks are called. */
class AsyncHookDestroyTest {

    private static final AsyncResource.Options MANUAL =
            AsyncResource.Options.defaults().requireManualDestroy(true);

    private final AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();

    private final HookLog log = new HookLog();

    private final AsyncHook hook = log.hook("h", Set.of(DESTROY));

    @AfterEach
    void disableHooks() {
        log.close();
    }

    @Nested
    class OnEmitDestroy {

        @Test
        void comesBeforeItReturns() {
            hook.enable();
            AsyncResource first = log.resource("FIRST");
            AsyncResource second = log.resource("SECOND");

            second.emitDestroy();
            log.add("between");
            first.emitDestroy();
            log.add("end");

            log.assertHeard("h.destroy SECOND", "between", "h.destroy FIRST", "end");
        }

        @Test
        void comesOnceAlsoWhereItIsRefusedTheSecondTime() {
            hook.enable();
            AsyncResource resource = log.resource("R").emitDestroy();

            assertThatIllegalStateException().isThrownBy(resource::emitDestroy);

            log.assertHeard("h.destroy R");
        }

        @Test
        void comesForResourcesOlderThanTheHookAndForManualOnes() {
            AsyncResource older = log.resource("OLDER");
            log.hook("i", Set.of(INIT)).enable();
            hook.enable();
            AsyncResource manual = new AsyncResource("MANUAL", MANUAL);

            older.emitDestroy();
            manual.emitDestroy();

            log.assertHeard("i.init MANUAL", "h.destroy OLDER", "h.destroy MANUAL");
        }

        @Test
        void isNotMadeUpForWhenTheHookIsEnabledLater() {
            log.resource("R").emitDestroy();
            hook.enable();

            log.assertHeard();
        }

        @Test
        void comesNoMoreOnceTheHookIsDisabled() {
            hook.enable();
            AsyncResource resource = log.resource("R");
            hook.disable();

            resource.emitDestroy();

            log.assertHeard();
        }

        @Test
        void comesInAnEmptyContextOutsideOfAnyResource() {
            List<Object> seen = new ArrayList<>();
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            log.hook("look", Map.of(DESTROY, () -> {
                        seen.add(storage.getStore() == null);
                        seen.add(AsyncHooks.executionAsyncId());
                        seen.add(AsyncHooks.triggerAsyncId());
                        seen.add(AsyncHooks.executionAsyncResource().type());
                    }))
                    .enable();

            storage.run(
                    "B",
                    () -> resource.runInAsyncScope(() -> {
                        resource.emitDestroy();
                        assertThat(storage.getStore()).isEqualTo("A");
                        assertThat(AsyncHooks.executionAsyncResource()).isSameAs(resource);
                    }));

            assertThat(seen).containsExactly(true, 0L, 0L, "NOWHERE");
        }

        @Test
        void comesInsideADestroyCallbackAsWell() {
            AsyncResource second = log.resource("SECOND");
            List<AsyncResource> left = new ArrayList<>(List.of(second));
            log.hook("h2", Map.of(DESTROY, () -> {
                        if (!left.isEmpty()) {
                            left.remove(0).emitDestroy();
                            log.add("inside");
                        }
                    }))
                    .enable();

            log.resource("FIRST").emitDestroy();

            log.assertHeard("h2.destroy FIRST", "h2.destroy SECOND", "inside");
        }

        @Test
        void leavesTheScopesOfTheResourceUsable() {
            AsyncResource resource = storage.run("A", () -> log.resource("R"));
            log.hook("b", Set.of(BEFORE)).enable();
            hook.enable();

            resource.emitDestroy();
            resource.runInAsyncScope(() -> log.add(storage.getStore()));

            log.assertHeard("h.destroy R", "b.before R", "A");
        }
    }

    @Nested
    class OnCollection {

        private final BlockingQueue<Long> destroyed = new LinkedBlockingQueue<>();

        private final AsyncHook queueing = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void destroy(long asyncId) {
                boolean empty = storage.getStore() == null && AsyncHooks.executionAsyncId() == 0;
                destroyed.add(empty ? asyncId : -1);
            }
        });

        @AfterEach
        void disableHook() {
            queueing.disable();
        }

        /** The collector takes them in no order: what it has told of a later resource says nothing of an earlier one. */
        private List<Long> destroyedUpTo(long last) throws InterruptedException {
            List<Long> ids = new ArrayList<>();
            for (Long id = next(); id != null; id = next()) {
                ids.add(id);
                if (id == last) {
                    return ids;
                }
            }
            throw new AssertionError("not destroyed on collection: " + last);
        }

        private Long next() throws InterruptedException {
            return destroyed.poll(20, TimeUnit.SECONDS);
        }

        private long collect(AsyncResource.Options options, boolean destroy) {
            AsyncResource[] resource = {storage.run("A", () -> new AsyncResource("COLLECTED", options))};
            long id = resource[0].asyncId();
            if (destroy) {
                resource[0].emitDestroy();
            }
            WeakReference<AsyncResource> reference = new WeakReference<>(resource[0]);
            resource[0] = null;
            Garbage.assertCollected(reference);
            return id;
        }

        @Test
        void comesForAResourceThatNobodyDestroyed() throws InterruptedException {
            queueing.enable();

            long id = collect(AsyncResource.Options.defaults(), false);

            assertThat(destroyedUpTo(id)).containsOnlyOnce(id);
        }

        @Test
        void doesNotComeWhereItWasDestroyedBefore() throws InterruptedException {
            queueing.enable();

            long manual = collect(AsyncResource.Options.defaults(), true);
            long last = collect(AsyncResource.Options.defaults(), false);

            assertThat(destroyedUpTo(last)).containsOnlyOnce(manual);
        }

        @Test
        void doesNotComeWhereManualDestructionIsRequired() throws InterruptedException {
            queueing.enable();

            long manual = collect(MANUAL, false);
            long last = collect(AsyncResource.Options.defaults(), false);

            assertThat(destroyedUpTo(last)).doesNotContain(manual);
        }

        @Test
        void doesNotComeWhereNoDestroyHookWasEnabledAtTheConstruction() throws InterruptedException {
            AsyncHook other = log.hook("other", Set.of(INIT)).enable();
            AsyncResource[] early = {new AsyncResource("EARLY")};
            long id = early[0].asyncId();
            queueing.enable();
            other.disable();
            WeakReference<AsyncResource> reference = new WeakReference<>(early[0]);
            early[0] = null;
            Garbage.assertCollected(reference);
            long last = collect(AsyncResource.Options.defaults(), false);

            assertThat(destroyedUpTo(last)).doesNotContain(id);
        }

        @Test
        void doesNotKeepTheContextOfTheResource() {
            queueing.enable();
            AsyncLocalStorage<Object> objects = new AsyncLocalStorage<>();
            Object[] store = {new Object()};
            WeakReference<Object> reference = new WeakReference<>(store[0]);
            objects.run(store[0], () -> new AsyncResource("COLLECTED"));
            store[0] = null;

            Garbage.assertCollected(reference);
        }
    }
}
