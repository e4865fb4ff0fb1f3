// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.alsx.AsyncLocalStorage;
import io.alsx.Snapshot;
import io.alsx.spring.EntryObserver;
import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.GenericMessage;

/** Each context that is begun is told to have ended, once, while it is still there. */
class EntryPointTest {

    private final AsyncLocalStorage<RequestStore> storage = AsyncLocalStorage.named("request");

    private final List<String> told = new ArrayList<>();

    private final EntryPoint entry = new EntryPoint(new RequestStores(
            storage,
            RequestStore::new,
            List.of(),
            new RequestIdPolicy("X-Request-Id", false, false),
            List.of(new Telling())));

    @Test
    void whatIsRunEndsWithIt() {
        assertThat(entry.<String, RuntimeException>run(arrival("outer"), () -> {
                    entry.<String, RuntimeException>run(arrival("inner"), this::inside);
                    return inside();
                }))
                .isEqualTo("outer");
        assertThat(told).containsExactly("begin outer", "begin inner", "end inner", "end outer");
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void whatJoinsEndsOnlyWhatItHasBegun() {
        entry.<String, RuntimeException>join(
                arrival("first"),
                () -> entry.<String, RuntimeException>join(arrival("second"), () -> {
                    assertThat(told).containsExactly("begin first");
                    return inside();
                }));
        assertThat(told).containsExactly("begin first", "end first");
    }

    @Test
    void whatJoinsBeginsWhereThereIsTheDefaultValueOnly() {
        AsyncLocalStorage<RequestStore> own = AsyncLocalStorage.<RequestStore>builder()
                .defaultValue(new RequestStore("none", "", ""))
                .build();
        EntryPoint point = new EntryPoint(new RequestStores(
                own, RequestStore::new, List.of(), new RequestIdPolicy("X-Request-Id", false, false), List.of()));

        assertThat(point.<String, RuntimeException>join(
                        arrival("first"),
                        () -> point.<String, RuntimeException>join(
                                arrival("second"), () -> own.requireStore().path())))
                .isEqualTo("first");
    }

    @Test
    void whatIsOpenEndsWhenThatIsTold() {
        Snapshot context = entry.<Snapshot, RuntimeException>open(arrival("call"), AsyncLocalStorage::snapshot);
        assertThat(told).containsExactly("begin call");
        context.run(entry::ended);
        context.run(entry::ended);
        assertThat(told).containsExactly("begin call", "end call");
    }

    @Test
    void whatFailsToOpenHasEnded() {
        assertThatIllegalStateException()
                .isThrownBy(() -> entry.open(arrival("call"), () -> {
                    throw new IllegalStateException();
                }));
        assertThat(told).containsExactly("begin call", "end call");
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void whatAThreadBeginsAndEndsIsToldOnce() {
        entry.begin(arrival("record"));
        assertThat(inside()).isEqualTo("record");
        entry.end();
        entry.end();
        assertThat(told).containsExactly("begin record", "end record");
        assertThat(storage.getStore()).isNull();
    }

    /** Also where its code leaves the thread in the context of another. */
    @Test
    void whatIsRunEndsAndNothingElseDoes() {
        entry.<String, RuntimeException>run(arrival("other"), () -> {
            Snapshot other = AsyncLocalStorage.snapshot();
            entry.<String, RuntimeException>run(arrival("this"), () -> {
                other.enter();
                return inside();
            });
            assertThat(told).containsExactly("begin other", "begin this", "end this");
            return inside();
        });
        assertThat(told).containsExactly("begin other", "begin this", "end this", "end other");
    }

    @Test
    void whoeverWasToldOfARequestHearsOfItsEndWhereTheNextOneFailsIt() {
        EntryObserver failing = (request, store) -> {
            throw new IllegalStateException("failing");
        };
        EntryPoint point = new EntryPoint(new RequestStores(
                storage,
                RequestStore::new,
                List.of(),
                new RequestIdPolicy("X-Request-Id", false, false),
                List.of(new Telling(), failing, new Telling())));

        assertThatIllegalStateException().isThrownBy(() -> point.run(arrival("call"), this::inside));
        assertThat(told).containsExactly("begin call", "end call");
        assertThat(storage.getStore()).isNull();
    }

    @Test
    void whoeverSeesTheStoreOfAMessageFindsItsId() {
        AsyncLocalStorage<String> bound = AsyncLocalStorage.named("bound");
        List<String> seen = new ArrayList<>();
        EntryPoint point = new EntryPoint(new RequestStores(
                storage,
                RequestStore::new,
                List.of(new RequestBinding<>(bound, request -> messageId(storage.requireStore()))),
                new RequestIdPolicy("X-Request-Id", false, false),
                List.of((request, store) -> seen.add(messageId(store)))));

        GenericMessage<String> message = new GenericMessage<>("hello");
        String id = String.valueOf(message.getHeaders().getId());
        assertThat(point.<String, RuntimeException>run(new IntegrationArrival(message, "orders"), bound::requireStore))
                .isEqualTo(id);
        assertThat(seen).containsExactly(id);
    }

    private static String messageId(RequestStore store) {
        return String.valueOf(store.get("messageId", String.class));
    }

    private String inside() {
        return storage.requireStore().path();
    }

    private static MethodArrival arrival(String name) {
        return new MethodArrival("CALL", name, EntryPointTest.class.getDeclaredMethods()[0]);
    }

    private final class Telling implements EntryObserver {

        @Override
        public void entered(RequestInfo request, RequestStore store) {
            told.add("begin " + inside());
        }

        @Override
        public void ended(RequestInfo request, RequestStore store) {
            assertThat(storage.getStore()).isSameAs(store);
            told.add("end " + request.path());
        }
    }
}
