// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Notes what is there, wherever a reactive application has code. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ReactiveApplication.Endpoints.class)
class ReactiveApplication {

    @Bean
    RequestLog log(AsyncLocalStorage<RequestStore> storage) {
        return new RequestLog(storage);
    }

    /** Outside of ours. */
    @Bean
    @Order(Integer.MIN_VALUE)
    WebFilter outermost(RequestLog log) {
        return (exchange, chain) -> {
            log.add("outside: before");
            if (exchange.getRequest().getHeaders().getFirst("X-Leak") != null) {
                RequestLog.OTHER.enterWith("leaked by " + log.id());
            }
            Mono<Void> rest = chain.filter(exchange).doFinally(signal -> log.add("outermost: after"));
            return exchange.getRequest().getHeaders().getFirst("X-Capture") == null ? rest : rest.contextCapture();
        };
    }

    /** Inside of ours. */
    @Bean
    @Order(0)
    WebFilter innermost(RequestLog log) {
        return (exchange, chain) -> {
            log.add("filter");
            return chain.filter(exchange);
        };
    }

    @Bean
    @Order(-2) // before Spring Boot's
    WebExceptionHandler exceptionHandler(RequestLog log) {
        return (exchange, error) -> {
            log.add("WebExceptionHandler");
            return Mono.deferContextual(view -> {
                log.addSnapshot("in view of WebExceptionHandler", ContextPublishers.snapshot(view));
                return Mono.error(error);
            });
        };
    }

    @Bean
    RouterFunction<ServerResponse> routes(RequestLog log) {
        return RouterFunctions.route()
                .GET("/functional", request -> {
                    log.add("handler function");
                    return ServerResponse.ok().bodyValue(log.id());
                })
                .GET(
                        "/functional-fail",
                        request -> Mono.<ServerResponse>error(new IllegalStateException())
                                .delaySubscription(Mono.just("now").publishOn(Schedulers.parallel())))
                .filter((request, next) -> {
                    log.add("filter function");
                    return next.handle(request);
                })
                .onError(IllegalStateException.class, (error, request) -> {
                    log.add("error function");
                    return ServerResponse.ok().bodyValue("handled");
                })
                .build();
    }

    record Named(String name) {}

    @RestController
    static class Endpoints {

        private final RequestLog log;

        private final Environment environment;

        private final Executor foreign = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "foreign");
            thread.setDaemon(true);
            return thread;
        });

        private final Scheduler ofExecutor = Schedulers.fromExecutor(foreign);

        Endpoints(RequestLog log, Environment environment) {
            this.log = log;
            this.environment = environment;
        }

        @GetMapping("/plain")
        String plain() {
            log.add("controller");
            return log.id();
        }

        @GetMapping("/mono")
        Mono<String> mono(ServerWebExchange exchange) {
            log.add("controller");
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> log.add("beforeCommit")));
            return Mono.fromCallable(() -> noted("boundedElastic"))
                    .subscribeOn(Schedulers.boundedElastic())
                    .publishOn(Schedulers.parallel())
                    .map(id -> noted("parallel"))
                    .publishOn(Schedulers.single())
                    .map(id -> noted("single"))
                    .publishOn(Schedulers.immediate())
                    .map(id -> noted("immediate"))
                    .publishOn(ofExecutor)
                    .map(id -> noted("of an executor"))
                    .doFinally(signal -> log.add("doFinally"));
        }

        @GetMapping("/future")
        Mono<String> future() {
            return Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> "value", foreign))
                    .map(value -> noted("after a future"))
                    .publishOn(Schedulers.parallel())
                    .map(value -> noted("after that"));
        }

        @GetMapping("/operators")
        Flux<String> operators() {
            Flux<String> ids = Flux.just("").publishOn(Schedulers.parallel());
            for (int i = 0; i < 120; i++) {
                ids = i % 20 == 0 ? ids.publishOn(Schedulers.boundedElastic()) : ids;
                ids = ids.flatMap(id -> Mono.just(id).hide()).map(id -> noted("operator"));
            }
            return ids;
        }

        @PostMapping("/body")
        Mono<String> body(@RequestBody Mono<String> body) {
            log.add("controller");
            return body.map(value -> noted("body"));
        }

        @PostMapping("/body-first")
        String bodyFirst(@RequestBody String body) {
            return noted("controller");
        }

        @PostMapping("/form")
        Mono<String> form(ServerWebExchange exchange) {
            return exchange.getFormData().map(form -> form.getFirst("name") + " of " + noted("form"));
        }

        @PostMapping("/model")
        String model(@ModelAttribute Named named) {
            return named.name() + " of " + noted("controller");
        }

        @PostMapping("/part")
        String part(@RequestPart String name) {
            return name + " of " + noted("controller");
        }

        @GetMapping("/client")
        Mono<String> client() {
            log.add("controller");
            return webClient()
                    .get()
                    .uri("/plain")
                    .header("X-Request-Id", "inner")
                    .retrieve()
                    .bodyToMono(String.class)
                    .map(inner -> noted("after the call"));
        }

        @GetMapping("/client-fail")
        Mono<String> clientFail() {
            return webClient()
                    .get()
                    .uri("/nowhere")
                    .header("X-Request-Id", "inner")
                    .retrieve()
                    .onStatus(
                            status -> status.value() == 404,
                            response -> Mono.fromSupplier(() -> {
                                log.add("onStatus");
                                return new IllegalStateException();
                            }))
                    .bodyToMono(String.class)
                    .onErrorResume(error -> Mono.fromSupplier(() -> noted("onErrorResume")));
        }

        @GetMapping("/time-out")
        Mono<String> timeOut() {
            return Mono.<String>never()
                    .doOnCancel(() -> log.add("given up"))
                    .timeout(Duration.ofMillis(20), Mono.fromSupplier(() -> noted("fallback")));
        }

        @GetMapping("/never")
        Mono<String> never() {
            log.add("controller");
            return Mono.<String>never().doOnCancel(() -> log.add("cancelled"));
        }

        @GetMapping("/fail")
        Mono<String> fail() {
            return Mono.just("").publishOn(Schedulers.parallel()).map(value -> {
                throw new IllegalStateException("handled");
            });
        }

        @GetMapping("/unhandled")
        Mono<String> unhandled() {
            return Mono.just("").publishOn(Schedulers.parallel()).map(value -> {
                throw new UnsupportedOperationException("not handled");
            });
        }

        @GetMapping("/limited")
        Mono<String> limited() {
            return Mono.just("")
                    .publishOn(Schedulers.parallel())
                    .flatMap(value -> Mono.deferContextual(
                            view -> Mono.just(ContextPublishers.snapshot(view).run(() -> noted("deferContextual")))))
                    .<String>handle((id, sink) -> sink.next(noted("handle")))
                    .contextCapture();
        }

        @ExceptionHandler
        Mono<String> handle(IllegalStateException error) {
            log.add("@ExceptionHandler");
            return Mono.fromCallable(() -> noted("after @ExceptionHandler")).subscribeOn(Schedulers.parallel());
        }

        private WebClient webClient() {
            return WebClient.builder()
                    .baseUrl("http://localhost:" + environment.getProperty("local.server.port"))
                    .filter((request, next) -> {
                        log.add("exchange filter");
                        return next.exchange(request).doOnNext(response -> log.add("response"));
                    })
                    .build();
        }

        private String noted(String where) {
            log.add(where);
            return log.id();
        }
    }
}
