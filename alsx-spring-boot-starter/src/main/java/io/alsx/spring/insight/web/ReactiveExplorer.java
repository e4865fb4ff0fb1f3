// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight.web;

import io.alsx.spring.RequestInfo;
import io.alsx.spring.insight.web.Explorer.View;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** Serves the explorer with Spring WebFlux. */
public final class ReactiveExplorer {

    private static final String REWRITTEN =
            "org.springframework.http.server.reactive.DefaultServerHttpRequestBuilder$MutatedServerHttpRequest";

    private ReactiveExplorer() {}

    /**
     * What serves each path.
     *
     * @param explorer what it answers
     * @param paths where it is
     * @return handlers by their paths
     */
    public static Map<String, WebHandler> handlers(Explorer explorer, Collection<ExplorerPath> paths) {
        Map<String, WebHandler> handlers = new HashMap<>();
        for (ExplorerPath path : paths) {
            for (View view : View.values()) {
                handlers.put(view.below(path.path()), exchange -> handle(explorer, view, path, exchange));
            }
        }
        return handlers;
    }

    /**
     * Tells the requests for the explorer itself, wherever in the server its application is.
     *
     * @param paths where it is; asked for with the first request
     * @return whether a request is one
     */
    public static Predicate<RequestInfo> requests(Supplier<? extends Collection<ExplorerPath>> paths) {
        return info -> {
            ServerWebExchange exchange = info.unwrap(ServerWebExchange.class);
            return exchange != null && isOneOf(paths.get(), exchange);
        };
    }

    private static boolean isOneOf(Collection<ExplorerPath> paths, ServerWebExchange exchange) {
        String requested =
                exchange.getRequest().getPath().pathWithinApplication().value();
        return paths.stream().anyMatch(path -> path.leadsTo(requested));
    }

    private static Mono<Void> handle(Explorer explorer, View view, ExplorerPath path, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        String address = mayBeAProxys(exchange) ? null : addressOf(request);
        Asked asked = new Asked(request.getMethod().name(), address, request.getHeaders()::getFirst);
        Reply reply = explorer.reply(view, path, asked);
        return view == View.EVENTS && reply.status() == 200 && asked.isForGet()
                ? Mono.defer(() -> stream(explorer, asked, reply, exchange))
                : write(reply, exchange.getResponse());
    }

    /** One that has been rewritten does not tell, where Spring takes the marks of proxies away. */
    private static boolean mayBeAProxys(ServerWebExchange exchange) {
        ServerHttpRequest innermost = exchange.getRequest();
        while (innermost instanceof ServerHttpRequestDecorator decorator) {
            innermost = decorator.getDelegate();
        }
        ApplicationContext context = exchange.getApplicationContext();
        return innermost.getClass().getName().equals(REWRITTEN)
                && context != null
                && context.containsBean(WebHttpHandlerBuilder.FORWARDED_HEADER_TRANSFORMER_BEAN_NAME);
    }

    private static @Nullable String addressOf(ServerHttpRequest request) {
        InetSocketAddress address = request.getRemoteAddress();
        return address == null || address.getAddress() == null
                ? null
                : address.getAddress().getHostAddress();
    }

    private static Mono<Void> stream(Explorer explorer, Asked asked, Reply head, ServerWebExchange exchange) {
        String from = exchange.getRequest().getQueryParams().getFirst("from");
        EventStream.Reader reader = explorer.stream().open(asked, from);
        ServerHttpResponse response = exchange.getResponse();
        if (reader == null) {
            return write(Reply.of(503, "Too many look on already."), response);
        }
        begin(head, response);
        Flux<Mono<DataBuffer>> messages = Flux.<String>generate(sink -> next(reader, sink))
                .subscribeOn(Schedulers.boundedElastic())
                .map(message -> Mono.just(bufferOf(message.getBytes(StandardCharsets.UTF_8), response)));
        return response.writeAndFlushWith(messages).doFinally(signal -> reader.close());
    }

    /** Waits, and is interrupted when the browser goes away. */
    private static void next(EventStream.Reader reader, SynchronousSink<String> sink) {
        try {
            String next = reader.next();
            if (next == null) {
                sink.complete();
            } else {
                sink.next(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sink.complete();
        }
    }

    private static Mono<Void> write(Reply reply, ServerHttpResponse response) {
        begin(reply, response);
        return response.writeWith(Mono.just(bufferOf(reply.bytes(), response)));
    }

    private static void begin(Reply reply, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        reply.headers().forEach(response.getHeaders()::set);
    }

    private static DataBuffer bufferOf(byte[] bytes, ServerHttpResponse response) {
        return response.bufferFactory().wrap(bytes);
    }
}
