// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans whose methods run in resources of their own, in every way to say so. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({
    ResourceApplication.OnMethods.class,
    ResourceApplication.OnClass.class,
    ResourceApplication.OfInterface.class,
    ResourceApplication.Created.class,
    ResourceApplication.AsyncCreated.class
})
class ResourceApplication {

    static final AsyncLocalStorage<String> USER = AsyncLocalStorage.named("user");

    record Seen(AsyncResource resource, @Nullable String user, String thread) {

        static Seen now() {
            return new Seen(
                    AsyncHooks.executionAsyncResource(),
                    USER.getStore(),
                    Thread.currentThread().getName());
        }
    }

    @WithAsyncResource
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {

        @AliasFor(annotation = WithAsyncResource.class, attribute = "type")
        String of() default "Audited";
    }

    static class OnMethods {

        @WithAsyncResource
        Seen byDefault() {
            return Seen.now();
        }

        @WithAsyncResource("Explicit")
        Seen byValue() {
            return Seen.now();
        }

        @WithAsyncResource(type = "Explicit")
        Seen byType() {
            return Seen.now();
        }

        @Audited
        Seen byMeta() {
            return Seen.now();
        }

        @Audited(of = "Sale")
        Seen byMetaWithType() {
            return Seen.now();
        }

        Seen notAnnotated() {
            return Seen.now();
        }

        @WithAsyncResource
        Seen entering() {
            USER.enterWith("entered inside");
            return Seen.now();
        }

        @WithAsyncResource
        void failing(Throwable failure) throws Throwable {
            last = AsyncHooks.executionAsyncResource();
            throw failure;
        }

        @WithAsyncResource
        <F> F returning(F result) {
            last = AsyncHooks.executionAsyncResource();
            return result;
        }

        @WithAsyncResource
        Future<String> future(Future<String> result) {
            last = AsyncHooks.executionAsyncResource();
            return result;
        }

        @WithAsyncResource
        Mono<String> mono(Mono<String> result) {
            last = AsyncHooks.executionAsyncResource();
            return result;
        }

        @WithAsyncResource
        Flux<String> flux(Flux<String> result) {
            last = AsyncHooks.executionAsyncResource();
            return result;
        }

        @WithAsyncResource
        ConnectableFlux<String> connectableFlux(ConnectableFlux<String> result) {
            return result;
        }

        @WithAsyncResource
        String destroying(@Nullable RuntimeException failure) {
            AsyncHooks.executionAsyncResource().emitDestroy();
            if (failure != null) {
                throw failure;
            }
            return "done";
        }

        @Async
        @WithAsyncResource
        CompletableFuture<Seen> async() {
            return CompletableFuture.completedFuture(Seen.now());
        }

        @Async
        @WithAsyncResource
        void asyncVoid(CompletableFuture<Seen> seen) {
            seen.complete(Seen.now());
        }

        static volatile AsyncResource last;
    }

    @WithAsyncResource
    static class OnClass {

        public Seen byClass() {
            return Seen.now();
        }

        @WithAsyncResource("Method")
        public Seen byMethod() {
            return Seen.now();
        }

        @Override
        public String toString() {
            return "OnClass in " + AsyncHooks.executionAsyncResource().type();
        }
    }

    interface Service {

        Seen serve();

        default Seen serveByDefault() {
            return Seen.now();
        }
    }

    static class OfInterface implements Service {

        @Override
        @WithAsyncResource
        public Seen serve() {
            return Seen.now();
        }

        @Async
        @WithAsyncResource
        public CompletableFuture<Seen> serveAsync() {
            return CompletableFuture.completedFuture(Seen.now());
        }
    }

    @Scope("prototype")
    @WithAsyncResource(context = WithAsyncResource.Context.CREATION)
    static class Created {

        public Seen seen() {
            return Seen.now();
        }

        @WithAsyncResource(context = WithAsyncResource.Context.CALLER)
        public Seen seenAsCaller() {
            return Seen.now();
        }
    }

    @Scope("prototype")
    static class AsyncCreated {

        @Async
        @WithAsyncResource(context = WithAsyncResource.Context.CREATION)
        public CompletableFuture<Seen> seen() {
            return CompletableFuture.completedFuture(Seen.now());
        }
    }
}
