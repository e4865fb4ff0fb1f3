// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hooks that are switched by some threads while others have something to tell. */
class AsyncHookConcurrencyTest {

    private static final int THREADS = 4;

    private static final int ROUNDS = 2000;

    private final List<AsyncHook> hooks = new ArrayList<>();

    private final AtomicInteger threads = new AtomicInteger();

    @AfterEach
    void disableHooks() {
        hooks.forEach(AsyncHook::disable);
    }

    private AsyncHook counting(AtomicLong inits) {
        AsyncHook hook = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                inits.incrementAndGet();
            }
        });
        hooks.add(hook);
        return hook;
    }

    private static void live() {
        AsyncResource resource = new AsyncResource("R");
        resource.runInAsyncScope(() -> assertThat(AsyncHooks.executionAsyncId()).isEqualTo(resource.asyncId()));
        resource.emitDestroy();
        assertThat(AsyncHooks.executionAsyncId()).isEqualTo(1);
    }

    @Test
    void everyEnabledHookHearsEveryEventOfAllThreads() {
        AtomicLong inits = new AtomicLong();
        counting(inits).enable();

        OtherThread.callTogether(THREADS, () -> {
            for (int i = 0; i < ROUNDS; i++) {
                live();
            }
            return true;
        });

        assertThat(inits).hasValue(THREADS * ROUNDS);
    }

    @Test
    void switchingByOtherThreadsNeverDisturbsAHookThatStaysEnabled() {
        AtomicLong steady = new AtomicLong();
        AtomicLong switched = new AtomicLong();
        counting(steady).enable();
        AsyncHook flickering = counting(switched);

        OtherThread.callTogether(THREADS, () -> {
            boolean switches = threads.getAndIncrement() % 2 == 0;
            for (int i = 0; i < ROUNDS; i++) {
                if (switches) {
                    flickering.enable();
                    flickering.disable();
                } else {
                    live();
                }
            }
            return true;
        });

        assertThat(steady).hasValue(THREADS / 2 * ROUNDS);
        assertThat(switched.get()).isBetween(0L, steady.get());
    }

    @Test
    void noEnablingIsLostWhereThreadsEnableAtTheSameTime() {
        AtomicLong inits = new AtomicLong();
        List<AsyncHook> many = new ArrayList<>();
        for (int i = 0; i < THREADS * 10; i++) {
            many.add(counting(inits));
        }

        OtherThread.callTogether(THREADS, () -> {
            int first = threads.getAndIncrement() * 10;
            many.subList(first, first + 10).forEach(AsyncHook::enable);
            return true;
        });
        new AsyncResource("R");

        assertThat(inits).hasValue(THREADS * 10);

        threads.set(0);
        OtherThread.callTogether(THREADS, () -> {
            int first = threads.getAndIncrement() * 10;
            many.subList(first, first + 10).forEach(AsyncHook::disable);
            return true;
        });
        assertThat(EnabledHooks.isEmpty()).isTrue();
    }

    @Test
    void enablingTheSameHookByManyThreadsEnablesItOnce() {
        for (int round = 0; round < 100; round++) {
            AtomicLong inits = new AtomicLong();
            AsyncHook hook = counting(inits);
            OtherThread.callTogether(THREADS, hook::enable);

            new AsyncResource("R");
            hook.disable();
            new AsyncResource("R");

            assertThat(inits).hasValue(1);
        }
    }

    @Test
    void eachThreadIsInTheMiddleOfItsOwnEventOnly() {
        AtomicLong late = new AtomicLong();
        AsyncHook other = counting(late);
        AtomicBoolean once = new AtomicBoolean();
        AsyncHook blocking = AsyncHooks.createHook(new AsyncHooks.Callbacks() {
            @Override
            public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
                if (once.compareAndSet(false, true)) {
                    OtherThread.run(() -> {
                        other.enable();
                        new AsyncResource("THERE");
                    });
                    new AsyncResource("HERE");
                }
            }
        });
        hooks.add(blocking.enable());

        new AsyncResource("OUTER");

        assertThat(late).as("that of the other thread only").hasValue(1);
    }
}
