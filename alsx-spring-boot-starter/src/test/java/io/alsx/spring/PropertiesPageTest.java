// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** The table of properties is that of the configuration metadata. */
class PropertiesPageTest {

    private static final Path PAGE = Path.of("../docs/properties.md");

    private static final Map<String, String> TYPES = Map.of(
            "Boolean", "true or false",
            "Integer", "number",
            "Double", "number",
            "String", "text",
            "DiagnosticsMode", "off, log or fail",
            "PeriodicTasks", "fresh or capture",
            "MdcKey", "requestId, method or path",
            "AlsxWireProperties$Field", "[field](wire.md)");

    private static final String HEAD = """
            # Properties

            What `application.yml` may say, with what is so where it says nothing. Made from the configuration metadata, which
            an editor shows as well; `PropertiesPageTest` writes this page to the starter's `target` and fails where it
            differs. What a value may not be, the start of the application tells, with the place and the remedy.

            | Property | Type | Default | |
            |---|---|---|---|
            """;

    @Test
    void isThatOfTheMetadata() throws IOException {
        String page = page();
        Files.writeString(Path.of("target/properties.md"), page);
        assertThat(PAGE)
                .as("cp alsx-spring-boot-starter/target/properties.md docs/")
                .hasContent(page);
    }

    @SuppressWarnings("unchecked") // as metadata is
    private static String page() throws IOException {
        Map<String, Object> metadata = JsonParserFactory.getJsonParser()
                .parseMap(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
        return ((List<Map<String, Object>>) metadata.get("properties"))
                .stream()
                        .filter(property -> name(property).startsWith("alsx."))
                        .sorted(Comparator.comparing(PropertiesPageTest::name))
                        .map(PropertiesPageTest::row)
                        .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Map<String, Object> property) {
        Object standard = property.get("defaultValue");
        String text = standard == null ? "" : "`" + String.valueOf(standard).replaceAll("[\\[\\]]", "") + "`";
        return "| `" + name(property) + "` | " + type(property) + " | " + text + " | " + property.get("description")
                + " |\n";
    }

    /** As one writes it. */
    private static String type(Map<String, Object> property) {
        String type = String.valueOf(property.get("type"));
        return TYPES.getOrDefault(type.substring(type.lastIndexOf('.') + 1).replace(">", ""), "?")
                + (type.startsWith("java.util.") ? ", any number" : "");
    }

    private static String name(Map<String, Object> property) {
        return String.valueOf(property.get("name"));
    }
}
