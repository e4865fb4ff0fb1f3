// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's own propagator reads what is written here, and writes what is read here. */
class BaggageInteroperationTest {

    private static final String TEXT = "aZ09 ,;=%\"\\\\{}()/:@~\u00e4\u20ac\ud83d\ude00";

    private static final W3CBaggagePropagator THEIRS = W3CBaggagePropagator.getInstance();

    @Test
    void theyReadWhatIsWrittenHere() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            String value = "v" + text(random);
            String header =
                    Baggage.EMPTY.with("tenant", value).with("other", "1").header();
            assertThat(read(header).getEntryValue("tenant")).isEqualTo(value);
            assertThat(read(header).getEntryValue("other")).isEqualTo("1");
        }
    }

    @Test
    void whatTheyWriteIsReadHere() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            String value = "v" + text(random);
            String header = write(Map.of("tenant", value, "other", "1"), "");
            assertThat(Baggage.parse(List.of(header)).value("tenant")).isEqualTo(value);
            assertThat(Baggage.parse(List.of(header)).value("other")).isEqualTo("1");
        }
    }

    @Test
    void theirMembersPassWithTheirProperties() {
        String header = write(Map.of("theirs", "a b"), "p=1;q");
        String both = Baggage.parse(List.of(header)).with("tenant", "acme").header();
        assertThat(both).isEqualTo(header + ",tenant=acme");
        assertThat(read(both).getEntryValue("theirs")).isEqualTo("a b");
        assertThat(Objects.requireNonNull(read(both).asMap().get("theirs"))
                        .getMetadata()
                        .getValue())
                .isEqualTo("p=1;q");
    }

    @Test
    void theyReadAsMuchAsTheyDo() {
        Baggage baggage = Baggage.EMPTY;
        for (int i = 0; i < 300; i++) {
            baggage = baggage.with("k" + i, "v");
        }
        assertThat(baggage.excess()).isEqualTo(300 - Baggage.MOST);
        assertThat(read(baggage.header()).size())
                .as("each reader has a limit of its own, and 64 is the least that the recommendation allows")
                .isBetween(64, Baggage.MOST);
        assertThat(Baggage.parse(List.of(baggage.header())).value("k" + (Baggage.MOST - 1)))
                .isEqualTo("v");
        Baggage large = Baggage.EMPTY.with("a", "x".repeat(Baggage.LONGEST - 2));
        assertThat(large.header()).hasSize(Baggage.LONGEST);
        assertThat(large.with("b", "1").header()).isEqualTo(large.header());
        assertThat(Baggage.EMPTY.with("a", "x".repeat(Baggage.LONGEST - 1)).header())
                .isEmpty();
    }

    private static String write(Map<String, String> members, String metadata) {
        BaggageBuilder baggage = io.opentelemetry.api.baggage.Baggage.builder();
        members.forEach((key, value) -> baggage.put(key, value, BaggageEntryMetadata.create(metadata)));
        Map<String, String> headers = new HashMap<>();
        THEIRS.inject(
                Context.root().with(baggage.build()),
                headers,
                (carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value));
        return Objects.requireNonNull(headers.get("baggage"));
    }

    private static io.opentelemetry.api.baggage.Baggage read(String header) {
        return io.opentelemetry.api.baggage.Baggage.fromContext(
                THEIRS.extract(Context.root(), Map.of("baggage", header), new OfMap()));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            int code = TEXT.codePointAt(random.nextInt(TEXT.length()));
            text.appendCodePoint(Character.isSurrogate((char) code) ? 'x' : code);
        }
        return text.toString();
    }

    private static final class OfMap implements TextMapGetter<Map<String, String>> {

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
