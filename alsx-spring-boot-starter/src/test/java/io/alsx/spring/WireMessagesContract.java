// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static io.alsx.spring.Sightings.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Sightings.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What crosses with the messages of a real broker: from whoever sends to whoever is given it, and on from there. */
abstract class WireMessagesContract {

    static final String[] DESTINATIONS = {"plain", "asked", "later", "foreign", "answered", "failing", "dead"};

    abstract RunningApplication application();

    /** Sends a text to a destination, by the template of the application, with headers that are names and values in turn. */
    abstract void send(String destination, String... headers);

    /** Sends one text to a destination, the same message each time that it is run. */
    abstract Runnable sendingOne(String destination);

    @Test
    void crossesFromWhoSendsToWhoReceives() {
        inStore("abc", () -> send("plain"));
        assertCrossed(sightings().next("plain"), "abc");
        send("plain");
        Seen next = sightings().next("plain");
        assertThat(next.id()).isNotEqualTo("abc");
        assertThat(next.requireStore().get("tenant", String.class)).isNull();
        assertThat(next.user()).isNull();
    }

    @Test
    void crossesBackWithReplies() {
        inStore("asked", () -> send("asked"));
        assertCrossed(sightings().next("asked", "asked"), "asked");
        assertCrossed(sightings().next("answered", "asked"), "asked");
    }

    @Test
    void crossesBackWithRepliesThatCompleteLater() {
        inStore("later", () -> send("later"));
        assertCrossed(sightings().next("later", "later"), "later");
        assertCrossed(sightings().next("answered", "later"), "later");
    }

    @Test
    void outlivesRetriesAndDeath() {
        inStore("failing", () -> send("failing"));
        assertCrossed(sightings().next("failing", "failing"), "failing");
        assertCrossed(sightings().next("failing", "failing"), "failing");
        assertCrossed(sightings().next("dead", "failing"), "failing");
    }

    @Test
    void isTheSendersAtTheEndOfATransaction() {
        TransactionTemplate transactions = new TransactionTemplate(new NoTransactions());
        inStore(
                "committed",
                () -> transactions.executeWithoutResult(status -> {
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                        @Override
                        public void afterCommit() {
                            send("plain");
                        }
                    });
                }));
        assertCrossed(sightings().next("plain", "committed"), "committed");
    }

    @Test
    void isThatOfARunThatSendsWhatIsDue() {
        String id = application().bean(Outbox.class).flush(() -> send("plain"));
        assertThat(sightings().next("plain", id).user()).isEqualTo("due");
    }

    @Test
    void leavesHeadersOfTheSenderAlone() {
        inStore("mine", () -> send("plain", "X-Tenant", "other"));
        Seen seen = sightings().next("plain", "mine");
        assertThat(seen.requireStore().get("tenant", String.class)).isEqualTo("other");
        assertThat(seen.user()).isEqualTo("ann");
    }

    /** As a message that is handed on has it, by a library that writes the name in its own way. */
    @Test
    void replacesADeclaredMemberInWhateverCaseTheHeaderIs() {
        for (String name : List.of("Baggage", "BAGGAGE", "bAGGAGE")) {
            inStore(name, () -> send("plain", name, "user=bob,other=o"));
            assertCrossed(sightings().next("plain", name), name);
        }
    }

    @Test
    void isOfWhoSendsWhereSeveralSendTheSameMessage() {
        Runnable send = sendingOne("plain");
        inStore("one", send);
        assertCrossed(sightings().next("plain", "one"), "one");
        inStore("two", send);
        assertCrossed(sightings().next("plain", "two"), "two");
        send.run();
        Seen seen = sightings().next("plain");
        assertThat(seen.id()).isNotIn("one", "two");
        assertThat(seen.requireStore().get("tenant", String.class)).isNull();
        assertThat(seen.user()).isNull();
    }

    @Test
    void losesWhatIsHostileAndNothingElse() {
        send("plain", "X-Request-Id", "hostile", "X-Tenant", "a\nb", "baggage", "=,;,x,user=%zz;p,user=2");
        Seen seen = sightings().next("plain", "hostile");
        assertThat(seen.requireStore().get("tenant", String.class)).isNull();
        assertThat(seen.user()).isEqualTo("%zz");
    }

    Sightings sightings() {
        return application().bean(Sightings.class);
    }

    void inStore(String id, Runnable callback) {
        RequestStore store = new RequestStore(id, "GET", "/");
        store.put("tenant", "acme");
        requests().run(store, () -> USER.run("ann", callback));
    }

    @SuppressWarnings("unchecked")
    AsyncLocalStorage<RequestStore> requests() {
        return application().bean("requestStorage", AsyncLocalStorage.class);
    }

    static void assertCrossed(Seen seen, String id) {
        assertThat(seen.id()).isEqualTo(id);
        assertThat(seen.requireStore().get("tenant", String.class)).isEqualTo("acme");
        assertThat(seen.user()).isEqualTo("ann");
    }

    static RunningApplication start(Class<?> source, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "alsx.wire.fields[0].name=tenant",
                "alsx.wire.fields[0].header=X-Tenant",
                "alsx.wire.accept-from=messages",
                "alsx.wire.send-to=messages"));
        all.addAll(List.of(properties));
        return RunningApplication.withoutWebServer(source, all.toArray(String[]::new));
    }

    @EnableAsync
    @Import({Worker.class, Outbox.class})
    static class Parts {

        @Bean
        Sightings sightings(AsyncLocalStorage<RequestStore> requestStorage) {
            return new Sightings(requestStorage);
        }

        @Bean
        WireCodec<String> users() {
            return new TextCodec(USER, WireField.baggage("user", "user"));
        }
    }

    static class Worker {

        @Async
        CompletableFuture<String> answer(String text) {
            return CompletableFuture.completedFuture(text);
        }
    }

    static class Outbox {

        private final AsyncLocalStorage<RequestStore> storage;

        Outbox(AsyncLocalStorage<RequestStore> requestStorage) {
            this.storage = requestStorage;
        }

        @RunInStore(kind = "OUTBOX", name = "orders")
        String flush(Runnable send) {
            USER.run("due", send);
            return storage.requireStore().requestId();
        }
    }

    private static final class NoTransactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
