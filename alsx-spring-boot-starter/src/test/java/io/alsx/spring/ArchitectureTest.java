// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms know what users name, and not each other; only the switchboard knows the rooms. */
class ArchitectureTest {

    private static final String ROOT = "io.alsx.spring";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"entry", "hop", "bridge", "insight", "wire"})
    void eachRoomKnowsOnlyItselfAndWhatUsersName(String room) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("io.alsx..")).or(resideInAnyPackage("io.alsx", ROOT, ROOT + "." + room)))
                .check(MAIN);
    }

    /** The pages of a room know the room, and the room does not know them, as it needs no server. */
    @Test
    void pagesKnowOnlyTheirRoom() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".insight.web")
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("io.alsx.."))
                        .or(resideInAnyPackage("io.alsx", ROOT, ROOT + ".insight", ROOT + ".insight.web")))
                .check(MAIN);
    }

    @Test
    void whatUsersNameKnowsNoRoom() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("io.alsx..")).or(resideInAnyPackage("io.alsx", ROOT)))
                .check(MAIN);
    }

    /** What is public there is so because somebody else needs it. */
    @Test
    void roomsArePublicForOthersOnly() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".entry", ROOT + ".hop", ROOT + ".bridge", ROOT + ".wire", ROOT + ".insight")
                .and()
                .arePublic()
                .and()
                .areNotNestedClasses()
                .and()
                .areNotAssignableTo("io.micrometer.context.ThreadLocalAccessor") // of the service loader
                .should(beNamedOutsideOfTheirRoom())
                .check(MAIN);
    }

    @Test
    void nothingKnowsTheSwitchboard() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..boot.autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".boot.autoconfigure")
                .check(MAIN);
    }

    @Test
    void theSwitchboardIsPackagePrivate() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".boot.autoconfigure")
                .should()
                .bePackagePrivate()
                .check(MAIN);
    }

    @Test
    void theContextIsTheCoresAlone() {
        for (String type : List.of("java.lang.ThreadLocal", "java.lang.InheritableThreadLocal")) {
            noClasses()
                    .that()
                    .areNotAssignableFrom(ContextBridge.class)
                    .and()
                    .areNotAssignableTo(ThreadLocalBridge.class) // carries those of the application's
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(type)
                    .check(MAIN);
        }
        noClasses()
                .should()
                .callMethodWhere(target(
                        owner(type(ThreadLocal.class)).and(name("withInitial").or(name("<init>")))))
                .orShould()
                .beAssignableTo(ThreadLocal.class)
                .check(MAIN);
    }

    /** Those of a common pool are the system's, whose class path may be another. */
    @Test
    void noThreadIsAskedForItsClassLoader() {
        noClasses()
                .should()
                .callMethod(Thread.class, "getContextClassLoader")
                .orShould()
                .callMethod(Thread.class, "setContextClassLoader", ClassLoader.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .check(MAIN);
    }

    @Test
    void requestsPayForNoRegularExpression() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".entry", ROOT + ".wire")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex")
                .check(MAIN);
        for (String method : List.of("matches", "split", "replaceAll", "replaceFirst")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + ".entry", ROOT + ".wire")
                    .should()
                    .callMethodWhere(target(owner(type(String.class)).and(name(method))))
                    .check(MAIN);
        }
    }

    /** Whatever comes in is text, and is read character by character. */
    @Test
    void nothingIsDeserializedOrMatchedWithPatterns() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(MAIN);
        noClasses()
                .that(not(name(ROOT + ".insight.ExecutorThreads") // names of threads
                        .or(name(ROOT + ".insight.web.ExplorerPage")))) // our own page
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex")
                .check(MAIN);
    }

    @Test
    void whatUsersNameNeedsNoServletApi() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT, ROOT + ".hop", ROOT + ".bridge", ROOT + ".insight")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.springframework.web..")
                .check(MAIN);
    }

    /** By a class of another room, or by a public type of their own. */
    private static ArchCondition<JavaClass> beNamedOutsideOfTheirRoom() {
        return new ArchCondition<>("be named outside of their room, or by what is") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean named = type.getDirectDependenciesToSelf().stream()
                        .map(Dependency::getOriginClass)
                        .anyMatch(user -> !user.getPackage().equals(type.getPackage())
                                || (!user.equals(type) && user.getModifiers().contains(JavaModifier.PUBLIC)));
                if (!named) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " need not be public"));
                }
            }
        };
    }
}
