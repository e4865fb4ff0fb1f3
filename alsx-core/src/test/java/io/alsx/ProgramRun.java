// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import io.alsx.ContextModel.Context;
import io.alsx.ContextModel.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Runs a program on the library and on the model at once and compares them before and after each step. */
final class ProgramRun {

    private static final int MAX_DEPTH = 12;

    private static final int MAX_STEPS = 300;

    private static final Captured EMPTY = new Captured(Snapshot.empty(), ContextModel.EMPTY);

    private final List<ProgramStep> program;

    private final ProgramThreads threads;

    private final Map<ProgramStep.Kind, Integer> counts;

    private final List<AsyncLocalStorage<String>> storages = ContextModel.newStorages();

    private final ContextModel model = new ContextModel();

    private final List<Captured> captured = new ArrayList<>();

    private final List<CapturedResource> resources = new ArrayList<>();

    private final ProgramScopes scopes = new ProgramScopes();

    private final List<Runnable> bound = new ArrayList<>();

    private final List<Runnable> held = new ArrayList<>();

    private final Executor holding = ContextExecutors.propagating((Executor) held::add);

    private final ProgramFutures futures = new ProgramFutures();

    private AssertionError mismatch;

    private Thrown thrown;

    private int depth;

    private int steps;

    private record Captured(Snapshot snapshot, Context model) {}

    private record CapturedResource(AsyncResource resource, Context model) {}

    /** What a program throws. */
    private static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1;

        Thrown() {
            super(null, null, false, false);
        }
    }

    ProgramRun(List<ProgramStep> program, ProgramThreads threads, Map<ProgramStep.Kind, Integer> counts) {
        this.program = program;
        this.threads = threads;
        this.counts = counts;
    }

    /** Runs the whole program, from an empty thread to an empty thread. */
    void run() {
        try {
            Context outer = model.current();
            try {
                Snapshot.empty().run(() -> walk(0, program.size()));
            } finally {
                model.set(outer);
            }
        } catch (Thrown atTheTop) {
            // as good an end as any
        } finally {
            if (mismatch != null) {
                CurrentFrame.set(CurrentFrame.slot(), ContextFrame.EMPTY);
            }
        }
        compare("after the program of", 0);
        ProgramThreads.assertEmpty("after the program");
        futures.assertAllRan();
    }

    private void walk(int from, int end) {
        for (int i = from; i < end && steps < MAX_STEPS; ) {
            ProgramStep step = program.get(i);
            int endOfBody = step.endOfBody(i, end);
            steps++;
            counts.merge(step.kind(), 1, Integer::sum);
            try {
                step(step, i, endOfBody);
            } catch (Thrown e) {
                compare("after an exception of", i);
                if (e != thrown) {
                    throw mismatch("another exception comes from", i, e, thrown);
                }
                if (step.kind() == ProgramStep.Kind.THROW || !step.catches()) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                if (mismatch == null) {
                    mismatch = new AssertionError(e + " at step " + i + "\n" + ProgramStep.toString(program), e);
                }
                throw mismatch;
            }
            compare("after", i);
            i = endOfBody;
        }
    }

    private void step(ProgramStep step, int position, int end) {
        int storage = step.storage();
        String store = step.store(position);
        switch (step.kind()) {
            case ENTER -> {
                storages.get(storage).enterWith(store);
                model.enter(storage, store);
            }
            case RUN ->
                inside(
                        storage,
                        store,
                        position,
                        end,
                        body -> storages.get(storage).run(store, body));
            case EXIT ->
                inside(
                        storage,
                        null,
                        position,
                        end,
                        body -> storages.get(storage).exit(body));
            case OPEN_SCOPE -> open(storage, store);
            case CLOSE_SCOPE -> scopes.close(step, model);
            case DISABLE -> {
                storages.get(storage).disable();
                model.disable(storage);
            }
            case SNAPSHOT -> captured.add(new Captured(AsyncLocalStorage.snapshot(), model.current()));
            case SNAPSHOT_RUN -> {
                Captured any = captured.isEmpty() ? EMPTY : step.of(captured);
                any.snapshot().run(body(any.model(), position, end));
            }
            case SNAPSHOT_ENTER -> enter(step);
            case RESOURCE -> newResource();
            case RESOURCE_RUN -> {
                CapturedResource any = resources.isEmpty() ? newResource() : step.of(resources);
                any.resource().runInAsyncScope(body(any.model(), position, end));
            }
            case BIND -> bound.add(bind(step, position, end));
            case CALL_BOUND -> later(step, bound, false);
            case HOP -> {
                Runnable body = body(position, end);
                elsewhere(() -> threads.hop(step.pick(), body));
            }
            case ASYNC -> async(step, body(position, end));
            case HOLD -> holding.execute(body(position, end));
            case DELIVER -> later(step, held, true);
            case FUTURE -> futures.add(step);
            case STAGE -> {
                if (futures.isEmpty()) {
                    futures.add(step);
                }
                futures.register(step, body(position, end), held::add);
            }
            case COMPLETE -> complete(step);
            case THROW -> {
                thrown = new Thrown();
                throw thrown;
            }
        }
    }

    /** A body that adds to the context around it and leaves the other storages' entries behind. */
    private void inside(int storage, String store, int position, int end, Consumer<Runnable> call) {
        Entry outer = model.current().entry(storage);
        try {
            call.accept(() -> {
                model.enter(storage, store);
                nested(position, end);
            });
        } finally {
            model.put(storage, outer);
        }
    }

    /** A body that has the context of here and now, whenever and wherever it runs. */
    private Runnable body(int position, int end) {
        return body(model.current(), position, end);
    }

    private Runnable body(Context inner, int position, int end) {
        return () -> {
            Context outer = model.current();
            model.set(inner);
            try {
                nested(position, end);
            } finally {
                model.set(outer);
            }
        };
    }

    private void nested(int position, int end) {
        compare("at the start of", position);
        if (depth < MAX_DEPTH) {
            depth++;
            try {
                walk(position + 1, end);
            } finally {
                depth--;
            }
        }
    }

    private void open(int storage, String store) {
        Entry outer = model.current().entry(storage);
        scopes.add(storages.get(storage).withScope(store), context -> context.with(storage, outer));
        model.enter(storage, store);
    }

    private void enter(ProgramStep step) {
        if (!captured.isEmpty()) {
            Context outer = model.current();
            Captured any = step.of(captured);
            scopes.add(any.snapshot().enter(), context -> outer);
            model.set(any.model());
        }
    }

    private CapturedResource newResource() {
        AsyncResource resource = new AsyncResource("TEST");
        CapturedResource made = new CapturedResource(resource, model.current().in(resource.asyncId()));
        resources.add(made);
        return made;
    }

    private Runnable bind(ProgramStep step, int position, int end) {
        Runnable body = body(position, end);
        return switch (step.pick() / 2 % 4) {
            case 0 -> AsyncLocalStorage.bind(body);
            case 1 -> AsyncLocalStorage.snapshot().bind(body);
            case 2 -> AsyncLocalStorage.bind(Runnable.class, body);
            default -> {
                CapturedResource made = newResource();
                yield made.resource().bind(body(made.model(), position, end));
            }
        };
    }

    /** Runs what was bound or held back: on this thread, or on one to which nothing carries the context. */
    private void later(ProgramStep step, List<Runnable> list, boolean once) {
        if (list.isEmpty()) {
            return;
        }
        Runnable any = step.of(list);
        if (once) {
            list.remove(any);
        }
        anywhere(step, any);
    }

    private void anywhere(ProgramStep step, Runnable code) {
        if (step.pick() % 3 == 0) {
            code.run();
        } else {
            elsewhere(() -> threads.runBare(step.pick(), code));
        }
    }

    /** The other thread starts empty; afterwards this one goes on as before. */
    private void elsewhere(Runnable hop) {
        Context outer = model.current();
        model.set(ContextModel.EMPTY);
        try {
            hop.run();
        } finally {
            model.set(outer);
        }
    }

    private void async(ProgramStep step, Runnable body) {
        Executor bare = task -> elsewhere(() -> threads.runBare(step.pick(), task));
        CompletableFuture<?> future = step.pick() / 2 % 2 == 0
                ? ContextFutures.runAsync(body, bare)
                : ContextFutures.newFuture().completeAsync(() -> run(body), bare);
        if (!future.isDone()) {
            throw new AssertionError("The task did not run");
        }
    }

    private static Object run(Runnable body) {
        body.run();
        return "result";
    }

    private void complete(ProgramStep step) {
        if (!futures.isEmpty()) {
            anywhere(step, () -> futures.complete(step));
        }
    }

    private void compare(String when, int position) {
        if (mismatch != null) {
            throw mismatch;
        }
        for (int i = 0; i < ContextModel.STORAGES; i++) {
            String seen = storages.get(i).getStore();
            String expected = model.store(i);
            if (!Objects.equals(seen, expected)) {
                throw mismatch("storage " + i + " " + when, position, seen, expected);
            }
        }
        long id = AsyncHooks.executionAsyncId();
        if (id != model.current().resource()) {
            throw mismatch("execution id " + when, position, id, model.current().resource());
        }
    }

    /** Kept, since a future or an executor may swallow it. */
    private AssertionError mismatch(String what, int position, Object seen, Object expected) {
        mismatch = new AssertionError(what + " step " + position + ": " + seen + " instead of " + expected + "\n"
                + ProgramStep.toString(program));
        return mismatch;
    }
}
