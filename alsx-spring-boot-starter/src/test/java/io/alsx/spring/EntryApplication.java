// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;

import io.alsx.AsyncLocalStorage;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans whose methods are entry points, in every way to say so. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({
    EntryApplication.OnMethods.class,
    EntryApplication.OnClass.class,
    EntryApplication.OfInterface.class,
    EntryApplication.Final.class,
    EntryApplication.Hidden.class,
    EntryApplication.Listening.class,
    EntryApplication.ListeningFinal.class
})
class EntryApplication {

    @Bean
    Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
        return new Sightings(requestStorage);
    }

    record Call(@Nullable RequestStore store, @Nullable String user, String thread) {

        RequestStore requireStore() {
            return Objects.requireNonNull(store, "no store");
        }
    }

    abstract static class Caller {

        private final AsyncLocalStorage<RequestStore> storage;

        Caller(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        Call now() {
            return new Call(
                    storage.getStore(), USER.getStore(), Thread.currentThread().getName());
        }
    }

    @RunInStore(kind = "JOB")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Job {

        @AliasFor(annotation = RunInStore.class, attribute = "name")
        String of() default "";
    }

    /** Stands for the annotation of a library that alsx does not know. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface QueueListener {}

    static class OnMethods extends Caller {

        OnMethods(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @RunInStore
        Call byDefault() {
            return now();
        }

        @RunInStore(kind = "JOB", name = "nightly")
        Call named() {
            return now();
        }

        @Job(of = "meta")
        Call byMeta() {
            return now();
        }

        @RunInStore(nested = RunInStore.Nested.JOIN)
        Call joining() {
            return now();
        }

        @RunInStore
        void failing(Throwable failure) throws Throwable {
            USER.enterWith("entered");
            throw failure;
        }

        @RunInStore
        Call entering() {
            USER.enterWith("entered");
            return now();
        }

        @Async
        @RunInStore
        CompletableFuture<Call> async() {
            return CompletableFuture.completedFuture(now());
        }

        @RunInStore
        Mono<Call> mono() {
            USER.enterWith("inner");
            return Mono.fromSupplier(this::now);
        }

        @RunInStore
        Flux<Call> flux() {
            USER.enterWith("inner");
            return Flux.range(0, 3).map(number -> now());
        }

        Call notAnnotated() {
            return now();
        }
    }

    @RunInStore("whole class")
    static class OnClass extends Caller {

        OnClass(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        public Call byClass() {
            return helper();
        }

        private Call helper() {
            return now();
        }
    }

    interface Service {

        Call serve();
    }

    static class OfInterface extends Caller implements Service {

        OfInterface(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @Override
        @RunInStore
        public Call serve() {
            return now();
        }
    }

    static final class Final extends Caller {

        Final(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @RunInStore
        Call call() {
            return now();
        }
    }

    static class Hidden extends Caller {

        Hidden(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @RunInStore
        final Call call() {
            return now();
        }
    }

    /** As Quartz' jobs are: made by the bean factory for another one, with a final method that calls a protected one. */
    abstract static class FactoryJob {

        private @Nullable Call call;

        final @Nullable Call execute() {
            executeInternal();
            return call();
        }

        @Nullable
        Call call() {
            return call;
        }

        void called(Call call) {
            this.call = call;
        }

        protected abstract void executeInternal();
    }

    @RunInStore(kind = "JOB", name = "quartz")
    static class StoreJob extends FactoryJob {

        private final AsyncLocalStorage<RequestStore> storage;

        StoreJob(AsyncLocalStorage<RequestStore> storage) {
            this.storage = storage;
        }

        @Override
        protected void executeInternal() {
            called(new Call(
                    storage.getStore(), USER.getStore(), Thread.currentThread().getName()));
        }
    }

    static class Listening extends Caller {

        Listening(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @QueueListener
        Call listen() {
            return now();
        }
    }

    static class ListeningFinal extends Caller {

        private final String field = "there";

        ListeningFinal(AsyncLocalStorage<RequestStore> storage) {
            super(storage);
        }

        @QueueListener
        Call listen() {
            return now();
        }

        final String field() {
            return field;
        }
    }
}
