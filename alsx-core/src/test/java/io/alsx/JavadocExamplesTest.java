// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the Javadoc, line by line, at work. */
class JavadocExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\s*\\* }</pre>", Pattern.DOTALL);

    private static final Path SOURCES = Path.of("src/main/java/io/alsx");

    private static final List<String> HERE = trimmed(read(Path.of("src/test/java/io/alsx/JavadocExamplesTest.java")));

    static final AsyncLocalStorage<String> storage = AsyncLocalStorage.named("storage");

    static List<Path> documented() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            return sources.filter(source -> EXAMPLE.matcher(read(source)).find())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documented")
    void standHere(Path source) {
        List<String> example = EXAMPLE.matcher(read(source))
                .results()
                .flatMap(match -> trimmed(match.group(1).replaceAll("(?m)^ *\\* ?", "")).stream())
                .toList();

        assertThat(HERE).containsAll(example);
    }

    static class Storage {

        final List<String> seen = new ArrayList<>();

        // spotless:off
        static final AsyncLocalStorage<String> REQUEST_ID = AsyncLocalStorage.named("requestId");

        void use(ExecutorService executor) {
            REQUEST_ID.run("abc", () -> {
                REQUEST_ID.getStore();                                    // "abc"
                executor.execute(AsyncLocalStorage.bind(this::onWorker)); // there, too
            });
            REQUEST_ID.getStore();                                        // null
        }
        // spotless:on

        void onWorker() {
            seen.add(REQUEST_ID.getStore());
        }
    }

    @Test
    void storageIsSeenByABoundTask() throws Exception {
        Storage example = new Storage();
        ExecutorService executor = Executors.newSingleThreadExecutor();

        example.use(executor);
        end(executor);

        assertThat(example.seen).containsExactly("abc");
        assertThat(Storage.REQUEST_ID.getStore()).isNull();
    }

    @Test
    void scopeHoldsTheStore() {
        String store = "abc";

        try (Scope scope = storage.withScope(store)) {
            // the store is here, and in everything that is started from here
            assertThat(storage.getStore()).isEqualTo(store);
        }

        assertThat(storage.getStore()).isNull();
    }

    record Row(String value) {}

    // spotless:off
    class Query extends AsyncResource {
        Query() {
            super("Query"); // the context of whoever makes the query
        }

        void done(Consumer<Row> callback, Row row) {
            runInAsyncScope(() -> callback.accept(row)); // on whatever thread: the callback sees that context
            emitDestroy();
        }
    }
    // spotless:on

    @Test
    void resourceCallsBackInItsContext() throws Exception {
        List<String> seen = new ArrayList<>();
        Query query = storage.run("abc", Query::new);

        OtherThread.run(() -> query.done(row -> seen.add(row.value() + storage.getStore()), new Row("row of ")));

        assertThat(seen).containsExactly("row of abc");
    }

    interface OrderEvent {}

    record OrderPlaced(int number) implements OrderEvent {}

    @Test
    void listenerIsCalledInTheContextOfTheEmitter() {
        List<String> logged = new ArrayList<>();
        new Object() {
            void use() {
                // spotless:off
                AsyncResourceEventEmitter<OrderEvent> orders = new AsyncResourceEventEmitter<>("Orders");
                orders.on(OrderPlaced.class, placed -> log(placed)); // in the context of here
                storage.exit(() -> {
                    orders.emit(new OrderPlaced(4711));                  // from anywhere
                });
                // spotless:on
            }

            void log(OrderPlaced placed) {
                logged.add(placed.number() + " " + storage.getStore());
            }

            void run() {
                storage.run("abc", this::use);
            }
        }.run();

        assertThat(logged).containsExactly("4711 abc");
    }

    @Test
    void submittedTaskSeesTheStore() throws Exception {
        List<String> seen = new ArrayList<>();
        // spotless:off
        ExecutorService executor = ContextExecutors.propagating(Executors.newFixedThreadPool(4));

        storage.run("abc", () -> executor.submit(() -> storage.getStore())); // "abc", on the worker
        // spotless:on
        storage.run("abc", () -> executor.submit(() -> seen.add(storage.getStore())));
        end(executor);

        assertThat(seen).containsExactly("abc");
    }

    record User(String name) {}

    record Client(CompletableFuture<User> answer) {

        CompletableFuture<User> fetchUser(String id) {
            return answer;
        }
    }

    @Test
    void stageSeesTheStoreOfItsRegistration() {
        AsyncLocalStorage<String> REQUEST_ID = storage;
        Client client = new Client(new CompletableFuture<>());
        String id = "4711";
        List<String> seen = new ArrayList<>();
        // spotless:off
        CompletableFuture<User> user = ContextFutures.follow(client.fetchUser(id)); // or supplyAsync, newFuture, ...

        REQUEST_ID.run("abc", () -> user.thenAccept(found -> REQUEST_ID.getStore())); // "abc", now or later
        // spotless:on
        REQUEST_ID.run("abc", () -> user.thenAccept(found -> seen.add(found.name() + " " + REQUEST_ID.getStore())));

        client.answer().complete(new User("Ada"));

        assertThat(seen).containsExactly("Ada abc");
    }

    @Test
    void parallelStreamSeesTheStoreInABoundFunction() {
        List<String> names = Stream.generate(() -> "Ada").limit(1000).toList();

        storage.run("Good morning", () -> {
            // spotless:off
            Snapshot here = AsyncLocalStorage.snapshot();
            List<String> greetings = names.parallelStream().map(here.bindFunction(this::greet)).toList();
            // spotless:on
            assertThat(greetings).hasSize(1000).containsOnly("Good morning, Ada");
        });
    }

    private String greet(String name) {
        return storage.getStore() + ", " + name;
    }

    private static void end(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(Submission.SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> trimmed(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
