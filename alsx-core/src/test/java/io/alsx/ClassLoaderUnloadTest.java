// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that is taken out of a server whose threads live on: the library's own class loader must not stay
 * with them.
 */
class ClassLoaderUnloadTest {

    private final ScheduledExecutorService serverPool = Executors.newScheduledThreadPool(1);

    /** Loads the library for applications that find it in the server, and lives on. */
    private final URLClassLoader serverLoader =
            new URLClassLoader(new URL[] {place(AsyncLocalStorage.class)}, ClassLoader.getPlatformClassLoader());

    /** Starts the pool thread, and the one of the JDK for time-outs, while no application is there. */
    @BeforeEach
    void start() throws Exception {
        await(serverPool.submit(() -> {}));
        await(CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)));
    }

    @AfterEach
    void stop() throws IOException {
        serverPool.shutdownNow();
        serverLoader.close();
    }

    /** Loaded by the application's loader, only ever; used here by name. */
    static final class Unused implements Runnable {

        @Override
        public void run() {
            new AsyncLocalStorage<String>().getStore();
        }
    }

    static final class RunAndBound implements Runnable {

        @Override
        public void run() {
            AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");
            Object store = new RunAndBound();
            Runnable bound = storage.run(store, () -> AsyncLocalStorage.bind(() -> check(storage.getStore() == store)));
            bound.run();
            check(storage.getStore() == null);
            new AsyncResource("TEST").runInAsyncScope(() -> storage.enterWith(store));
            try (Scope scope = storage.withScope(store)) {
                check(storage.requireStore() == store);
            }
        }
    }

    static final class LeakedNullScope implements Runnable {

        @Override
        public void run() {
            new AsyncLocalStorage<String>().withScope(null);
        }
    }

    static final class LeakedNullEntered implements Runnable {

        @Override
        public void run() {
            AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();
            storage.enterWith("A");
            check("A".equals(storage.getStore()));
            storage.enterWith(null);
        }
    }

    static final class DisabledEntered implements Runnable {

        @Override
        public void run() {
            AsyncLocalStorage<String> storage = new AsyncLocalStorage<>();
            storage.enterWith("A");
            storage.disable();
        }
    }

    /** Has its tasks run by the server, on whose thread nothing else of it runs. */
    private abstract static class UsesServerPool implements Consumer<ScheduledExecutorService> {

        @Override
        public final void accept(ScheduledExecutorService pool) {
            try {
                use(pool);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        abstract void use(ScheduledExecutorService pool) throws Exception;
    }

    static final class PropagatingOverServerPool extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");
            ScheduledExecutorService executor = ContextExecutors.propagating(pool, PeriodicTasks.CAPTURE);
            CountDownLatch periods = new CountDownLatch(2);
            Object store = new PropagatingOverServerPool();
            storage.run(store, () -> {
                await(executor.submit(() -> check(storage.getStore() == store)));
                await(executor.schedule(() -> storage.enterWith("left behind"), 1, TimeUnit.MILLISECONDS));
                Future<?> periodic = executor.scheduleAtFixedRate(periods::countDown, 0, 1, TimeUnit.MILLISECONDS);
                periods.await();
                check(periodic.cancel(false));
                Future<?> failing = executor.submit(() -> check(false));
                try {
                    await(failing);
                } catch (ExecutionException e) {
                    check(e.getCause() instanceof AssertionError);
                }
                return null;
            });
        }
    }

    static final class FuturesOverServerPool extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncLocalStorage<Object> storage = AsyncLocalStorage.named("storage");
            Object store = new FuturesOverServerPool();
            storage.run(store, () -> {
                CompletableFuture<String> completed = ContextFutures.newFuture();
                CompletableFuture<Boolean> seen = completed
                        .thenApplyAsync(value -> storage.getStore() == store, pool)
                        .thenCombine(
                                ContextFutures.supplyAsync(storage::getStore, pool),
                                (before, found) -> before && found == store)
                        .thenApply(before -> before && storage.getStore() == store)
                        .orTimeout(1, TimeUnit.HOURS);
                await(pool.submit(() -> completed.complete("on the server's thread")));
                check(seen.get(20, TimeUnit.SECONDS));
                CompletableFuture<Void> never = ContextFutures.newFuture().thenAccept(value -> check(false));
                check(!never.isDone());
                return null;
            });
        }
    }

    static final class HookEnabledAndDisabled extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncHook hook = AsyncHooks.createHook(new Counting());
            hook.enable();
            runTasks(pool);
            hook.disable();
        }
    }

    static final class HookLeftEnabled extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncHooks.createHook(new Counting()).enable();
            runTasks(pool);
        }
    }

    static final class StoreListenerAddedAndRemoved extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();
            AtomicInteger heard = new AtomicInteger();
            BiConsumer<Object, Object> listener = (before, now) -> heard.incrementAndGet();
            storage.addStoreListener(listener);
            await(pool.submit(storage.run(new Counting(), () -> AsyncLocalStorage.bind((Runnable) storage::getStore))));
            check(heard.get() == 4);
            check(storage.removeStoreListener(listener));
        }
    }

    static final class StoreListenerLeft extends UsesServerPool {

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            new AsyncLocalStorage<>().addStoreListener((before, now) -> new Counting());
            runTasks(pool);
        }
    }

    /** Keeps a resource in a class of its own while a hook wants to hear of the end of resources. */
    static final class ResourceInAStaticField extends UsesServerPool {

        private static AsyncResource resource;

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncHook hook = AsyncHooks.createHook(new Counting());
            hook.enable();
            resource = new AsyncResource("R");
            hook.disable();
            check(resource.asyncId() > 1);
        }
    }

    static final class DestroyedResourceInAStaticField extends UsesServerPool {

        private static AsyncResource resource;

        @Override
        void use(ScheduledExecutorService pool) throws Exception {
            AsyncHook hook = AsyncHooks.createHook(new Counting());
            hook.enable();
            resource = new AsyncResource("R");
            hook.disable();
            resource.emitDestroy();
        }
    }

    private static final class Counting implements AsyncHooks.Callbacks {

        private final AtomicLong events = new AtomicLong();

        @Override
        public void init(long asyncId, String type, long triggerAsyncId, AsyncResource resource) {
            events.incrementAndGet();
        }

        @Override
        public void destroy(long asyncId) {
            events.incrementAndGet();
        }
    }

    /** Makes resources of each kind, one of which nobody destroys. */
    private static void runTasks(ScheduledExecutorService pool) throws Exception {
        AsyncLocalStorage<Object> storage = new AsyncLocalStorage<>();
        storage.run(new Counting(), () -> {
            new AsyncResource("R").runInAsyncScope(() -> {});
            await(pool.submit(AsyncLocalStorage.bind((Runnable) storage::getStore)));
            await(ContextExecutors.propagating(pool).submit(storage::getStore));
            return null;
        });
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Unused.class,
                RunAndBound.class,
                LeakedNullScope.class,
                LeakedNullEntered.class,
                DisabledEntered.class,
                PropagatingOverServerPool.class,
                FuturesOverServerPool.class,
                HookEnabledAndDisabled.class,
                HookLeftEnabled.class,
                StoreListenerLeft.class,
                DestroyedResourceInAStaticField.class
            })
    void loaderIsCollectableWhileThePoolThreadLives(Class<?> application) throws Exception {
        WeakReference<ClassLoader> loader = deployAndUndeploy(application.getName());

        Garbage.assertCollected(loader);
        await(serverPool.submit(() -> {}));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                PropagatingOverServerPool.class,
                FuturesOverServerPool.class,
                HookEnabledAndDisabled.class,
                StoreListenerAddedAndRemoved.class,
                ResourceInAStaticField.class
            })
    void loaderIsCollectableWhileTheLibraryLivesInTheServer(Class<?> application) throws Exception {
        WeakReference<ClassLoader> loader = deployBesideTheLibraryAndUndeploy(application.getName());

        Garbage.assertCollected(loader);
        await(serverPool.submit(() -> {}));
    }

    @ParameterizedTest
    @ValueSource(classes = {HookLeftEnabled.class, StoreListenerLeft.class})
    void loaderIsKeptByTheLibraryInTheServerThatStillHasToTellIt(Class<?> application) throws Exception {
        Garbage.assertKept(deployBesideTheLibraryAndUndeploy(application.getName()));
    }

    /** As {@link AsyncHooks} warns: the cleaner's thread, which is the JDK's, holds what it is to call. */
    @ParameterizedTest
    @ValueSource(classes = ResourceInAStaticField.class)
    void loaderIsKeptByAResourceInOneOfItsClassesWhoseEndIsToBeTold(Class<?> application) throws Exception {
        Garbage.assertKept(deployAndUndeploy(application.getName()));
    }

    @ParameterizedTest
    @ValueSource(classes = StoreListenerAddedAndRemoved.class)
    void loaderIsCollectableAfterAListenerWasRemoved(Class<?> application) throws Exception {
        Garbage.assertCollected(deployAndUndeploy(application.getName()));
    }

    /** Shows that these tests can fail. */
    @ParameterizedTest
    @ValueSource(classes = LeakedStore.class)
    void loaderIsKeptByAStoreThatWasNeverLeft(Class<?> application) throws Exception {
        Garbage.assertKept(deployAndUndeploy(application.getName()));
    }

    static final class LeakedStore implements Runnable {

        @Override
        public void run() {
            new AsyncLocalStorage<String>().enterWith("A");
        }
    }

    private WeakReference<ClassLoader> deployAndUndeploy(String application) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {place(AsyncLocalStorage.class), place(ClassLoaderUnloadTest.class)},
                ClassLoader.getPlatformClassLoader())) {
            return runAndForget(loader, application);
        }
    }

    private WeakReference<ClassLoader> deployBesideTheLibraryAndUndeploy(String application) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {place(ClassLoaderUnloadTest.class)}, serverLoader)) {
            assertThat(loader.loadClass(AsyncLocalStorage.class.getName()).getClassLoader())
                    .isSameAs(serverLoader);
            return runAndForget(loader, application);
        }
    }

    @SuppressWarnings("unchecked")
    private WeakReference<ClassLoader> runAndForget(ClassLoader loader, String application) throws Exception {
        Class<?> type = loader.loadClass(application);
        assertThat(type.getClassLoader()).isSameAs(loader);
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object instance = constructor.newInstance();
        if (instance instanceof Runnable runnable) {
            await(serverPool.submit(runnable));
        } else {
            ((Consumer<ScheduledExecutorService>) instance).accept(serverPool);
        }
        return new WeakReference<>(loader);
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static void await(Future<?> task) throws Exception {
        task.get(20, TimeUnit.SECONDS);
    }
}
