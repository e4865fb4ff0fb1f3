// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** What an editor shows of our properties is all there is, and nothing else. */
class MetadataTest {

    @Test
    void listsEachPropertyWithDescriptionAndDefault() throws IOException {
        Map<String, Map<String, Object>> listed = byName("properties");
        listed.keySet().removeIf(name -> !name.startsWith("alsx."));
        List<String> ours = properties("alsx", AlsxProperties.class);
        ours.addAll(properties("alsx.diagnostics", AlsxDiagnosticsProperties.class));
        ours.addAll(properties("alsx.explorer", AlsxExplorerProperties.class));
        ours.addAll(properties("alsx.wire", AlsxWireProperties.class));

        assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(ours);
        assertThat(listed).allSatisfy((name, property) -> {
            assertThat((String) property.get("description"))
                    .as(name)
                    .isNotBlank()
                    .endsWith(".");
            assertThat((String) property.get("type")).as(name).isNotBlank();
            if (!List.of("alsx.executors.exclude", "alsx.wire.fields", "alsx.wire.accept-from", "alsx.wire.send-to")
                    .contains(name)) {
                assertThat(property.get("defaultValue")).as(name).isNotNull();
            }
        });
        assertThat(((Number) Objects.requireNonNull(listed.get("alsx.web.order").get("defaultValue"))).intValue())
                .isEqualTo(Integer.MIN_VALUE + 10);
    }

    @Test
    void givesHintsForPropertiesThatExistOnly() throws IOException {
        Map<String, Map<String, Object>> hints = byName("hints");

        assertThat(hints.keySet())
                .contains("alsx.web.request-id.header", "alsx.logging.mdc.keys", "alsx.executors.exclude")
                .isSubsetOf(byName("properties").keySet());
    }

    @Test
    void describesEachGroup() throws IOException {
        assertThat(byName("groups")).containsKeys("alsx", "alsx.web", "alsx.web.request-id", "alsx.logging.mdc");
    }

    private static List<String> properties(String prefix, Class<?> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
            if (component.getType().isRecord()) {
                names.addAll(properties(name, component.getType()));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> byName(String list) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                AlsxProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            // the class path has several files of this name
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!json.contains("alsx")) {
                json = ours();
            }
            Map<String, Map<String, Object>> byName = new TreeMap<>();
            Stream<Map<String, Object>> entries = ((List<Map<String, Object>>)
                            JsonParserFactory.getJsonParser().parseMap(json).get(list))
                    .stream();
            entries.forEach(entry -> byName.put((String) entry.get("name"), entry));
            return byName;
        }
    }

    private static String ours() throws IOException {
        var all = AlsxProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        while (all.hasMoreElements()) {
            try (InputStream in = all.nextElement().openStream()) {
                String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (json.contains("\"alsx.enabled\"")) {
                    return json;
                }
            }
        }
        throw new AssertionError("no metadata of ours");
    }
}
