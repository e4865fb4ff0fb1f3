// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.alsx.AsyncLocalStorage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/concurrency.md} says of all that changes how it is kept right: of what there is, and of nothing else. */
class SharedStateTest {

    private static final Path ROOT = Path.of("..");

    private static final List<String> MODULES = List.of("alsx-core", "alsx-spring-boot-starter");

    private static final Pattern ROW = Pattern.compile("\\| (`.+?) \\| .+ \\| .+ \\| (.+) \\|");

    private static final Pattern NAME = Pattern.compile("`([A-Z][\\w.]*)`");

    private static final Pattern STRESS = Pattern.compile("`(\\w+Stress)`");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrls(List.of(locationOf(AsyncLocalStorage.class), locationOf(RequestStore.class)));

    @Test
    void whateverChangesIsOnThePageAndNothingElse() throws IOException {
        assertThat(Files.readAllLines(page()).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .flatMap(row -> NAME.matcher(row.group(1)).results().map(name -> name.group(1))))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(MAIN.stream()
                        .filter(type -> type.getFields().stream().anyMatch(SharedStateTest::changes))
                        .map(SharedStateTest::nameOf)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void stressTestsAreOnThePageAndNoOthers() throws IOException {
        Set<String> there = new TreeSet<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/jcstress"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith("Stress.java"))
                        .forEach(name -> there.add(name.replace(".java", "")));
            }
        }
        assertThat(STRESS.matcher(Files.readString(page())).results().map(MatchResult::group))
                .map(name -> name.replace("`", ""))
                .containsOnlyOnceElementsOf(there)
                .isSubsetOf(there);
    }

    private static Path page() {
        return ROOT.resolve("docs/concurrency.md");
    }

    /** It can be assigned again, or is something of the JDK's that changes. What it refers to of ours has fields itself. */
    private static boolean changes(JavaField field) {
        if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return false;
        }
        JavaClass type = field.getRawType();
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || type.isAssignableTo(ThreadLocal.class)
                || (type.getPackageName().startsWith("java.util.concurrent") && !type.isInterface() && !type.isEnum())
                || (isCollection(type) && fills(field.getOwner()));
    }

    /** Whether the class makes, while it is initialized or an object of it is, a collection that can be changed. */
    private static boolean fills(JavaClass owner) {
        return owner.getCodeUnits().stream()
                .filter(unit -> unit.isConstructor() || unit.getName().equals("<clinit>"))
                .flatMap(unit -> Stream.<JavaAccess<?>>concat(
                        unit.getConstructorCallsFromSelf().stream(), unit.getMethodCallsFromSelf().stream()))
                .anyMatch(call -> call.getName().equals("<init>") && isCollection(call.getTargetOwner())
                        || call.getName().equals("newKeySet")
                        || call.getName().startsWith("synchronized"));
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }

    private static String nameOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static URL locationOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
