// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random trees of everything that changes a context, compared step by step with a model that keeps contexts as plain
 * immutable maps and knows nothing of frames, keys or slots.
 */
class RandomWalkTest {

    private static final int STEPS = 2000;

    private static final int MAX_DEPTH = 14;

    private static final int STORAGES = 3;

    private static final String DEFAULT = "default";

    /** What was entered, and how often the storage had been disabled by then. */
    private record Entry(String store, int era) {}

    private record Context(Map<Integer, Entry> entries, long resource) {

        Context with(int storage, Entry entry) {
            Map<Integer, Entry> changed = new HashMap<>(entries);
            if (entry == null) {
                changed.remove(storage);
            } else {
                changed.put(storage, entry);
            }
            return new Context(Map.copyOf(changed), resource);
        }
    }

    private record Captured(Snapshot snapshot, Context model) {}

    private record CapturedResource(AsyncResource resource, Context model) {}

    /** An open or closed scope; the model's way to close it is called when the first close is due. */
    private static final class Opened {

        final Scope scope;
        final Runnable modelClose;
        boolean closed;

        Opened(Scope scope, Runnable modelClose) {
            this.scope = scope;
            this.modelClose = modelClose;
        }
    }

    private static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final List<AsyncLocalStorage<String>> storages = List.of(
            new AsyncLocalStorage<>(),
            AsyncLocalStorage.named("named"),
            AsyncLocalStorage.<String>builder().defaultValue(DEFAULT).build());

    private final int[] eras = new int[STORAGES];

    private Context model = new Context(Map.of(), 1);

    private final List<Captured> captured = new ArrayList<>();

    private final List<CapturedResource> resources = new ArrayList<>();

    private final List<Supplier<String>> bound = new ArrayList<>();

    private final Deque<Opened> scopes = new ArrayDeque<>();

    private Random random;

    private int left;

    private int stores;

    private int thrown;

    @ParameterizedTest
    @ValueSource(longs = {11, 22, 33, 44, 55, 66, 77, 88, 99, 110, 121, 132})
    void everyStoreIsAsTheModelSays(long seed) {
        random = new Random(seed);
        left = STEPS;
        Context before = model;
        Snapshot empty = AsyncLocalStorage.snapshot();
        empty.run(() -> {
            while (left > 0) {
                walkToTheTop();
            }
        });
        model = before;

        assertSame();
        assertThat(captured).isNotEmpty();
        assertThat(resources).isNotEmpty();
        assertThat(scopes).isNotEmpty();
        assertThat(thrown).isPositive();
        assertThat(eras).doesNotContain(0);
    }

    private void walkToTheTop() {
        try {
            walk(0);
        } catch (Thrown atTheTop) {
            assertSame();
        }
    }

    private void walk(int depth) {
        int steps = 1 + random.nextInt(8);
        for (int i = 0; i < steps && left > 0; i++) {
            left--;
            step(depth);
            assertSame();
        }
        if (depth > 0 && random.nextInt(12) == 0) {
            thrown++;
            throw new Thrown();
        }
    }

    private void step(int depth) {
        int storage = random.nextInt(STORAGES);
        int operation = random.nextInt(depth < MAX_DEPTH ? 26 : 14);
        if (operation < 5) {
            enterWith(storage, nextStore());
        } else if (operation < 7) {
            open(storage, nextStore());
        } else if (operation < 10) {
            close();
        } else if (operation < 11) {
            disable(storage);
        } else if (operation < 12) {
            captured.add(new Captured(AsyncLocalStorage.snapshot(), model));
        } else if (operation < 13) {
            makeResource();
        } else if (operation < 14) {
            bound.add(bind());
        } else if (operation < 19) {
            run(storage, nextStore(), depth);
        } else if (operation < 20) {
            exit(storage, depth);
        } else if (operation < 22 && !captured.isEmpty()) {
            Captured any = any(captured);
            within(any.model(), () -> any.snapshot().run(() -> walk(depth + 1)));
        } else if (operation < 23 && !captured.isEmpty()) {
            enter(any(captured));
        } else if (operation < 25 && !resources.isEmpty()) {
            CapturedResource any = any(resources);
            within(any.model(), () -> any.resource().runInAsyncScope(() -> walk(depth + 1)));
        } else if (!bound.isEmpty()) {
            assertThat(any(bound).get()).isEqualTo("as bound");
        }
    }

    private void enterWith(int storage, String store) {
        storages.get(storage).enterWith(store);
        model = model.with(storage, entry(storage, store));
    }

    private void run(int storage, String store, int depth) {
        Entry outer = model.entries().get(storage);
        catching(() -> {
            try {
                storages.get(storage).run(store, () -> {
                    model = model.with(storage, entry(storage, store));
                    assertSame();
                    walk(depth + 1);
                });
            } finally {
                model = model.with(storage, outer);
                assertSame();
            }
        });
    }

    private void exit(int storage, int depth) {
        Entry outer = model.entries().get(storage);
        catching(() -> {
            try {
                storages.get(storage).exit(() -> {
                    model = model.with(storage, entry(storage, null));
                    assertSame();
                    walk(depth + 1);
                });
            } finally {
                model = model.with(storage, outer);
                assertSame();
            }
        });
    }

    private void open(int storage, String store) {
        Entry outer = model.entries().get(storage);
        Scope scope = storages.get(storage).withScope(store);
        model = model.with(storage, entry(storage, store));
        scopes.push(new Opened(scope, () -> model = model.with(storage, outer)));
    }

    private void enter(Captured entered) {
        Context outer = model;
        Scope scope = entered.snapshot().enter();
        model = entered.model();
        scopes.push(new Opened(scope, () -> model = outer));
    }

    /** Mostly the latest scope, sometimes any other, sometimes one that is closed already. */
    private void close() {
        if (scopes.isEmpty()) {
            return;
        }
        Opened opened = random.nextBoolean() ? scopes.peek() : any(List.copyOf(scopes));
        opened.scope.close();
        if (!opened.closed) {
            opened.closed = true;
            opened.modelClose.run();
        }
        if (random.nextInt(3) > 0) {
            scopes.remove(opened);
        }
    }

    private void disable(int storage) {
        storages.get(storage).disable();
        eras[storage]++;
    }

    private void makeResource() {
        AsyncResource resource = new AsyncResource("TEST");
        assertThat(resource.triggerAsyncId()).isEqualTo(model.resource());
        resources.add(new CapturedResource(resource, new Context(model.entries(), resource.asyncId())));
    }

    private Supplier<String> bind() {
        Context atBinding = model;
        Supplier<String> supplier = AsyncLocalStorage.bindSupplier(() -> {
            assertSame();
            enterWith(0, "inside bound");
            return "as bound";
        });
        return () -> {
            Context outer = model;
            model = atBinding;
            try {
                return supplier.get();
            } finally {
                model = outer;
            }
        };
    }

    private void within(Context inner, Runnable real) {
        Context outer = model;
        catching(() -> {
            model = inner;
            try {
                real.run();
            } finally {
                model = outer;
                assertSame();
            }
        });
    }

    /** Lets one in two exceptions through to the level above. */
    private void catching(Runnable code) {
        try {
            code.run();
        } catch (Thrown e) {
            if (random.nextBoolean()) {
                throw e;
            }
        }
    }

    private Entry entry(int storage, String store) {
        return new Entry(store, eras[storage]);
    }

    private String nextStore() {
        stores++;
        return random.nextInt(5) == 0 ? null : "store" + stores;
    }

    private <E> E any(List<E> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void assertSame() {
        for (int i = 0; i < STORAGES; i++) {
            Entry entry = model.entries().get(i);
            boolean entered = entry != null && entry.era() == eras[i];
            String expected = entered ? entry.store() : i == STORAGES - 1 ? DEFAULT : null;
            assertThat(storages.get(i).getStore())
                    .as("storage %s, %s steps left", i, left)
                    .isEqualTo(expected);
        }
        assertThat(AsyncHooks.executionAsyncId()).isEqualTo(model.resource());
    }
}
