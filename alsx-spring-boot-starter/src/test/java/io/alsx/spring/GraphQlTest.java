// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Spring for GraphQL, over HTTP: what its data fetchers and batch loaders see, on whatever thread they are called. */
@Surface("Servlet: Spring GraphQL: data fetchers and batch loaders")
class GraphQlTest {

    private static final String SCHEMA = "spring.graphql.schema.locations=classpath:graphql-of-context/";

    private static final String QUERY = "{\"query\":\"{ plain callable future books { id batched batchedLater } }\"}";

    @Test
    void dataFetchersAndBatchLoadersSeeTheStoreOfTheRequest() throws Exception {
        assertThatEachRequestSeesItsOwnStore(SCHEMA);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void dataFetchersAndBatchLoadersOnVirtualThreadsSeeTheStoreOfTheRequest() throws Exception {
        assertThatEachRequestSeesItsOwnStore(SCHEMA, "spring.threads.virtual.enabled=true");
    }

    private static void assertThatEachRequestSeesItsOwnStore(String... properties) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (var application = RunningApplication.withWebServer(Application.class, properties)) {
            List<Future<String>> bodies = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String id = "request-" + i;
                bodies.add(clients.submit(() -> application
                        .post("/graphql", QUERY, "Content-Type", "application/json", "X-Request-Id", id)
                        .body()));
            }
            for (int i = 0; i < bodies.size(); i++) {
                String id = "request-" + i;
                assertThat(bodies.get(i).get(60, TimeUnit.SECONDS))
                        .contains("\"plain\":\"" + id + "\"")
                        .contains("\"callable\":\"" + id + " on another thread\"")
                        .contains("\"future\":\"" + id + "\"")
                        .contains("\"batched\":\"1 " + id + "\"", "\"batched\":\"2 " + id + "\"")
                        .contains("\"batchedLater\":\"1 " + id + "\"", "\"batchedLater\":\"2 " + id + "\"");
            }
        } finally {
            clients.shutdown();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Library.class)
    static class Application {}

    record Book(String id) {}

    @Controller
    static class Library {

        private final AsyncLocalStorage<RequestStore> storage;

        private final AsyncTaskExecutor executor;

        Library(
                AsyncLocalStorage<RequestStore> storage,
                @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
            this.storage = storage;
            this.executor = executor;
        }

        @QueryMapping
        String plain() {
            return id();
        }

        @QueryMapping
        Callable<String> callable() {
            Thread caller = Thread.currentThread();
            return () -> id() + (Thread.currentThread() == caller ? "" : " on another thread");
        }

        @QueryMapping
        CompletableFuture<String> future() {
            return CompletableFuture.supplyAsync(this::id, executor);
        }

        @QueryMapping
        List<Book> books() {
            return List.of(new Book("1"), new Book("2"));
        }

        @BatchMapping
        List<String> batched(List<Book> books) {
            return books.stream().map(this::seen).toList();
        }

        @BatchMapping
        Callable<List<String>> batchedLater(List<Book> books) {
            return () -> batched(books);
        }

        private String seen(Book book) {
            return book.id() + " " + id();
        }

        private String id() {
            RequestStore store = storage.getStore();
            return store == null ? "none" : store.requestId();
        }
    }
}
