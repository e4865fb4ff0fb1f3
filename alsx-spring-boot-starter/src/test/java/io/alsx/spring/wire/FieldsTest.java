// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.RequestBinding;
import io.alsx.spring.RequestInfo;
import io.alsx.spring.RequestStore;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.wire.WireLosses.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any store survives the way out and in, and nothing that comes in does harm. */
class FieldsTest {

    private static final int LONGEST = 40;

    private static final AsyncLocalStorage<RequestStore> REQUESTS = AsyncLocalStorage.named("request");

    private static final AsyncLocalStorage<Pair> PAIRS = AsyncLocalStorage.named("pair");

    private static final List<WireField> ATTRIBUTES = List.of(
            new WireField("one", WireField.Form.HEADER, "X-One", WireField.Direction.BOTH, LONGEST, false),
            new WireField("two", WireField.Form.BAGGAGE, "two", WireField.Direction.BOTH, LONGEST, false),
            new WireField("out", WireField.Form.HEADER, "X-Out", WireField.Direction.OUT, LONGEST, false),
            new WireField("in", WireField.Form.BAGGAGE, "in", WireField.Direction.IN, LONGEST, false));

    private final WireLosses losses = new WireLosses();

    private final OutgoingFields outgoing = new OutgoingFields(
            REQUESTS, "X-Request-Id", ATTRIBUTES, List.of(new PairCodec()), new Recipients(List.of("far")), losses);

    private final IncomingFields incoming =
            new IncomingFields(ATTRIBUTES, List.of(new PairCodec()), request -> true, losses);

    @Test
    void anyStoreSurvives() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 100_000; i++) {
            RequestStore store = new RequestStore("r" + i, "GET", "/");
            store.put("one", text(random));
            store.put("two", text(random));
            store.put("in", "stays");
            store.put("out", "goes");
            Pair pair = new Pair(text(random), text(random));
            Arriving arriving = new Arriving(sent(store, pair));

            RequestStore arrived = incoming.into(RequestStore::new).create(arriving);
            assertThat(arrived.attributes()).isEqualTo(Map.of("one", value(store, "one"), "two", value(store, "two")));
            assertThat(arrived.requestId()).isEqualTo("r" + i);
            assertThat(entered(arriving)).isEqualTo(pair);
            assertThat(arriving.header("X-Out")).isEqualTo("goes");
        }
        assertThat(Stream.of(Reason.values()).map(losses::count)).containsOnly(0L);
    }

    @Test
    void aMillionHostileHeadersDoNoHarm() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1_000_000; i++) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.put("X-One", hostile(random));
            headers.put("baggage", "two=" + hostile(random) + ",in=" + hostile(random) + "," + hostile(random));
            RequestStore arrived = incoming.into(RequestStore::new).create(new Arriving(headers));
            arrived.attributes().forEach((name, value) -> {
                String text = value.toString();
                if (text.length() > LONGEST || text.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0x2028)) {
                    throw new AssertionError(name + " is " + text);
                }
            });
        }
    }

    @Test
    void aLargeHeaderIsNotReadToItsEnd() {
        String large = "x".repeat(1 << 24);
        RequestStore arrived = incoming.into(RequestStore::new)
                .create(new Arriving(Map.of("X-One", large, "baggage", "two=2," + large + ",in=3")));
        assertThat(arrived.attributes()).isEqualTo(Map.of("two", "2"));
    }

    @Test
    void whatIsTooLongOrMoreThanALineDoesNotLeave() {
        RequestStore store = new RequestStore("r", "GET", "/");
        store.put("one", "x".repeat(LONGEST + 1));
        store.put("two", "a\r\nb");
        assertThat(sent(store, null)).containsOnlyKeys("X-Request-Id");
        assertThat(losses.count(Reason.TOO_LONG)).isOne();
        assertThat(losses.count(Reason.MALFORMED)).isOne();
        assertThat(sent(new RequestStore("a\nb", "GET", "/"), null)).isEmpty();
    }

    @Test
    void aCodecIsAskedForItsFieldsWhenTheApplicationStarts() {
        int[] asked = new int[1];
        WireCodec<Pair> counting = new PairCodec() {

            @Override
            public List<WireField> fields() {
                asked[0]++;
                return super.fields();
            }
        };
        OutgoingFields fields = new OutgoingFields(
                REQUESTS, null, List.of(), List.of(counting), new Recipients(List.of("far")), losses);
        assertThat(asked[0]).isOne();
        PAIRS.run(new Pair("l", "r"), () -> {
            fields.write(new CollectedHeaders("far", name -> null), CollectedHeaders.CARRIER);
            fields.write(new CollectedHeaders("far", name -> null), CollectedHeaders.CARRIER);
        });
        assertThat(asked[0]).isOne();
    }

    private Map<String, String> sent(RequestStore store, @Nullable Pair pair) {
        CollectedHeaders headers = new CollectedHeaders("far", name -> null);
        REQUESTS.run(store, () -> PAIRS.run(pair, () -> outgoing.write(headers, CollectedHeaders.CARRIER)));
        return headers.added();
    }

    private @Nullable Pair entered(RequestInfo arriving) {
        return PAIRS.exit(() -> {
            for (RequestBinding<?> binding : incoming.bindings()) {
                binding.enter(arriving);
            }
            return PAIRS.getStore();
        });
    }

    private static Object value(RequestStore store, String name) {
        return Objects.requireNonNull(store.get(name, Object.class));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(LONGEST / 2); length > 0; length--) {
            int code = random.nextInt(random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 0x180);
            text.append(FieldText.isPlain(Character.toString(code)) ? Character.toString(code) : "-");
        }
        return text.toString();
    }

    private static String hostile(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(60); length > 0; length--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append('%').append(Integer.toHexString(random.nextInt(256)));
                case 1 -> text.append((char) random.nextInt(0x10000));
                default -> text.append((char) random.nextInt(0x80));
            }
        }
        return text.toString();
    }

    private record Pair(String left, String right) {}

    private static class PairCodec implements WireCodec<Pair> {

        @Override
        public AsyncLocalStorage<Pair> storage() {
            return PAIRS;
        }

        @Override
        public List<WireField> fields() {
            return List.of(WireField.header("left", "X-Left"), WireField.baggage("right", "right"));
        }

        @Override
        public Map<String, String> write(Pair pair) {
            return Map.of("left", pair.left, "right", pair.right);
        }

        @Override
        public Pair read(Map<String, String> values) {
            return new Pair(values.getOrDefault("left", ""), values.getOrDefault("right", ""));
        }
    }

    private record Arriving(Map<String, String> headers) implements RequestInfo {

        @Override
        public String requestId() {
            return headers.getOrDefault("X-Request-Id", "none");
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public <N> @Nullable N unwrap(Class<N> type) {
            return null;
        }
    }
}
