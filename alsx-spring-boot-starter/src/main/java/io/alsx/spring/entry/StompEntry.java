// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.handler.invocation.AbstractMethodMessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Has each STOMP frame that a method of the application handles, a message or a subscription, begin a context of its own,
 * on the thread that handles it: that of the connection, which may last for days, is nobody's. Frames that the broker alone
 * handles have none.
 */
public final class StompEntry implements WebSocketMessageBrokerConfigurer {

    private final Supplier<EntryPoint> entryPoint;

    private final boolean enabled;

    /**
     * Makes the entry.
     *
     * @param entryPoint begins the contexts; asked for when the first frame comes, as what it needs may send frames
     * @param enabled whether to do anything
     */
    public StompEntry(Supplier<EntryPoint> entryPoint, boolean enabled) {
        this.entryPoint = entryPoint;
        this.enabled = enabled;
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        if (enabled) {
            registration.interceptors(new Frames(entryPoint));
        }
    }

    private record Frames(Supplier<EntryPoint> entry) implements ExecutorChannelInterceptor {

        @Override
        public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
            if (isHandledByAMethod(message, handler)) {
                entry.get().begin(new Frame(message));
            }
            return message;
        }

        @Override
        public void afterMessageHandled(
                Message<?> message, MessageChannel channel, MessageHandler handler, @Nullable Exception failure) {
            if (isHandledByAMethod(message, handler)) {
                entry.get().end();
            }
        }

        private static boolean isHandledByAMethod(Message<?> message, MessageHandler handler) {
            SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
            return (type == SimpMessageType.MESSAGE || type == SimpMessageType.SUBSCRIBE)
                    && handler instanceof AbstractMethodMessageHandler<?> methods
                    && isBelow(methods.getDestinationPrefixes(), message);
        }

        private static boolean isBelow(Collection<String> prefixes, Message<?> message) {
            String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
            return destination != null
                    && (prefixes.isEmpty() || prefixes.stream().anyMatch(destination::startsWith));
        }
    }

    /** Its headers are those that the client wrote. */
    private record Frame(Message<?> source) implements Arrival {

        @Override
        public String kind() {
            return "STOMP";
        }

        @Override
        public String destination() {
            return String.valueOf(SimpMessageHeaderAccessor.getDestination(source.getHeaders()));
        }

        @Override
        public @Nullable String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? null : values.get(0);
        }

        @Override
        public List<String> headers(String name) {
            Map<?, ?> headers = source.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS, Map.class);
            return headers == null
                    ? List.of()
                    : headers.entrySet().stream()
                            .filter(header -> name.equalsIgnoreCase(String.valueOf(header.getKey())))
                            .flatMap(header -> ((List<?>) header.getValue()).stream())
                            .map(String::valueOf)
                            .toList();
        }

        /** The connection is not that of a broker, and does not tell whose it is. */
        @Override
        public String peerAddress() {
            return "";
        }
    }
}
