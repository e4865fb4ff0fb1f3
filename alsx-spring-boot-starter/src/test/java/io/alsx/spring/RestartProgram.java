// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.micrometer.context.ContextRegistry;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/**
 * Starts an application again and again, each time from a class loader of its own that looks at home first, as the
 * restart of Spring Boot's DevTools does, and tells what is left behind of all starts but the last, of which Spring may
 * keep something until the next one, with the starter or without it. It is a program of its own, so that the
 * virtual machine can be told not to keep what is softly reachable, which Spring's caches are.
 */
final class RestartProgram {

    private static final int STARTS = 8;

    /** Of the classes there, those whose names begin so come from the loader of each start. */
    private final String own;

    private final URL[] places;

    private RestartProgram(String own, Class<?>... places) {
        this.own = own;
        this.places = Stream.of(places)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }

    public static void main(String[] arguments) throws Exception {
        boolean all = arguments[0].equals("starter");
        RestartProgram program = all
                ? new RestartProgram(
                        "io.alsx.",
                        RestartProgram.class,
                        RequestStore.class,
                        Class.forName("io.alsx.AsyncLocalStorage"))
                : ofApplication();
        program.run();
        System.exit(0);
    }

    /** Loads the application's classes anew, and not the starter's. */
    static RestartProgram ofApplication() {
        return new RestartProgram("io.alsx.spring.RestartApplication", RestartProgram.class);
    }

    private void run() throws Exception {
        startThreadsOfReactor();
        start();
        int accessors = ContextRegistry.getInstance().getThreadLocalAccessors().size();
        int threads = Thread.activeCount();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            loaders.add(start());
        }
        start();
        long end = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < end && (left(loaders) > 0 || Thread.activeCount() > threads)) {
            System.gc();
            Thread.onSpinWait();
        }
        System.out.println("loaders left: " + left(loaders));
        System.out.println("more accessors: "
                + (ContextRegistry.getInstance().getThreadLocalAccessors().size() - accessors));
        System.out.println("more threads: " + Math.max(0, Thread.activeCount() - threads));
        System.out.println("hook: " + Hooks.isAutomaticContextPropagationEnabled());
    }

    /** Netty's resources are closed on Reactor's own threads, which keep the loader that they are started in. */
    private static void startThreadsOfReactor() {
        for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
            Schedulers.parallel().schedule(() -> {});
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> !loader.refersTo(null)).count();
    }

    @SuppressWarnings("unchecked")
    WeakReference<ClassLoader> start() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new Loader()) {
            thread.setContextClassLoader(loader);
            Class<?> type = loader.loadClass(RestartApplication.class.getName());
            if (type.getClassLoader() != loader) {
                throw new AssertionError(type.getClassLoader());
            }
            Supplier<ConfigurableApplicationContext> application = (Supplier<ConfigurableApplicationContext>)
                    type.getDeclaredConstructor().newInstance();
            try (ConfigurableApplicationContext context = application.get()) {
                request(context.getEnvironment().getRequiredProperty("local.server.port"));
            }
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void request(String port) throws Exception {
        var connection =
                URI.create("http://localhost:" + port + "/seen").toURL().openConnection();
        connection.setRequestProperty("X-Request-Id", "abc");
        try (InputStream in = connection.getInputStream()) {
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.equals("abc of User[name=Ada]")) {
                throw new AssertionError(answer);
            }
        }
    }

    /** Finds the application's own classes, and resources, at home first. */
    private final class Loader extends URLClassLoader {

        Loader() {
            super(places, RestartProgram.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null
                        ? loaded
                        : name.startsWith(own) ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
