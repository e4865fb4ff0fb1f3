// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What documents say is there: each block of Java stands, line after line, in a test that is compiled and run; each link
 * leads somewhere; each property and metric exists.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern NAME = Pattern.compile("(?<![\\w./-])alsx(\\.[a-z][a-z0-9-]*)+");

    private static final Pattern PROPERTY = Pattern.compile("\"name\": \"(alsx\\.[a-z.-]+)\"");

    private static final Pattern LITERAL = Pattern.compile("\"(alsx\\.[a-z.-]+)\"");

    private static final Pattern RELEASE = Pattern.compile("(?m)^## (\\d\\S+)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /** The blocks of the README and of these stand in {@link ExamplesTest}, which the Javadoc's do as well. */
    private static final Set<String> ELSEWHERE = Set.of("README.md", "wire.md");

    @ParameterizedTest
    @MethodSource("pages")
    void javaStandsInATest(Path page) throws IOException {
        if (!ELSEWHERE.contains(page.getFileName().toString())
                || page.toString().contains("recipes")) {
            assertThat(blocks(page, "java"))
                    .allSatisfy(block -> assertThat(Sources.TEXT).contains("\n" + block + "\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertThat(brokenLinks(page, Files.readString(page))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesAreThoseOfTheCode(Path page) throws IOException {
        assertThat(unknownNames(Files.readString(page))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void coordinatesHaveTheVersion(Path page) throws IOException {
        Pattern coordinates = Pattern.compile(
                "<artifactId>alsx-[a-z-]+</artifactId>\\s*<version>(?!" + Pattern.quote(version()) + "<)");
        assertThat(coordinates.matcher(Files.readString(page)).results().map(MatchResult::group))
                .isEmpty();
    }

    @Test
    void areShort() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
        assertThat(Files.readAllLines(ROOT.resolve("CONTRIBUTING.md"))).hasSizeLessThanOrEqualTo(70);
        assertThat(Files.readAllLines(ROOT.resolve("RATIONALE.md"))).hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void whatIsWrongIsFound() throws IOException {
        Path page = ROOT.resolve("README.md");
        assertThat(brokenLinks(page, "[a](none.md) [b](#nowhere) [c](http://example.org) [d](docs/limits.md)"))
                .containsExactly("none.md", "#nowhere", "http://example.org");
        assertThat(unknownNames("`alsx.nothing.enabled` and alsx.web.enabled")).containsExactly("alsx.nothing.enabled");
        assertThat(Sources.TEXT).doesNotContain("\nREQUEST_ID.run(nobody);\n");
    }

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "RATIONALE.md", "SECURITY.md", "CHANGELOG.md")) {
            pages.add(ROOT.resolve(name));
        }
        pages.add(ROOT.resolve("alsx-core/CONFORMANCE.md"));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream();
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> Sources.lines(block.group(2)))
                .toList();
    }

    private static List<String> brokenLinks(Path page, String text) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link :
                LINK.matcher(BLOCK.matcher(text).replaceAll("")).results().toList()) {
            String target = link.group(1);
            if (!target.startsWith("https://") && !leadsSomewhere(page, target)) {
                broken.add(target);
            }
        }
        return broken;
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path);
        return !target.contains("://")
                && Files.exists(file)
                && (hash < 0 || anchors(file).contains(target.substring(hash + 1)));
    }

    /** As GitHub makes them. */
    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(Files.readString(file))
                .results()
                .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> unknownNames(String text) throws IOException {
        Set<String> known = knownNames();
        return NAME.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> known.stream().noneMatch(other -> other.equals(name) || other.startsWith(name + ".")))
                .filter(name -> !name.startsWith("alsx.wire.fields"))
                .toList();
    }

    /** Properties, from the metadata, and metrics, from the code. */
    private static Set<String> knownNames() throws IOException {
        Set<String> names = new TreeSet<>();
        PROPERTY.matcher(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
                .results()
                .forEach(property -> names.add(property.group(1)));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/alsx/spring"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                LITERAL.matcher(Files.readString(source)).results().forEach(literal -> names.add(literal.group(1)));
            }
        }
        return names;
    }

    /** That of the POM or, while a snapshot is developed after a release, that of the release. */
    private static String version() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        int start = pom.indexOf("<version>") + "<version>".length();
        String version = pom.substring(start, pom.indexOf('<', start));
        Matcher release = RELEASE.matcher(Files.readString(ROOT.resolve("CHANGELOG.md")));
        return version.endsWith("-SNAPSHOT") && release.find() ? release.group(1) : version;
    }

    /** What is compiled and run as a test, without its indentation and empty lines. */
    private static final class Sources {

        static final String TEXT = text();

        private Sources() {}

        static String lines(String text) {
            return text.lines()
                    .map(line -> line.replaceAll("\\s+", " ").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(joining("\n"));
        }

        private static String text() {
            StringBuilder text = new StringBuilder();
            for (String module : List.of("alsx-core", "alsx-spring-boot-starter")) {
                try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                    for (Path source : sources.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.endsWith("DocumentationTest.java"))
                            .toList()) {
                        text.append(lines(Files.readString(source))).append('\n');
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            return text.toString();
        }
    }
}
