// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.theClass;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ServiceLoader;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .importUrl(AsyncLocalStorage.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    @Test
    void onlyCurrentFrameTouchesThreadLocals() {
        noClasses()
                .that()
                .areNotAssignableTo(CurrentFrame.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(CORE);
        theClass(CurrentFrame.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(CORE);
    }

    @Test
    void nothingIsInheritedByThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InheritableThreadLocal.class)
                .check(CORE);
    }

    /** Removing costs several times what setting does, and more in a crowded map: the slot is emptied instead. */
    @Test
    void removesNoThreadLocal() {
        noClasses().should().callMethod(ThreadLocal.class, "remove").check(CORE);
    }

    @Test
    void looksNothingUpInWeakMaps() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(WeakHashMap.class)
                .check(CORE);
    }

    /** Those of a common pool are the system's, whose class path may be another. */
    @Test
    void asksNoThreadForItsClassLoader() {
        noClasses()
                .should()
                .callMethod(Thread.class, "getContextClassLoader")
                .orShould()
                .callMethod(Thread.class, "setContextClassLoader", ClassLoader.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .check(CORE);
    }

    @Test
    void framesKnowNeitherThreadsNorWhoUsesThem() {
        noClasses()
                .that()
                .belongToAnyOf(ContextFrame.class, FullFrame.class, FoldedFrame.class, ContextKey.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, CurrentFrame.class, AsyncLocalStorage.class, AsyncResource.class)
                .check(CORE);
    }

    @Test
    void needsNothingButJavaBase() {
        String[] packages = Stream.concat(
                        ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages().stream()
                                .filter(name -> name.startsWith("java.")),
                        Stream.of("io.alsx", "org.jspecify.annotations"))
                .toArray(String[]::new);

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CORE);
    }

    @Test
    void publicIsWhatWasDecidedToBe() {
        assertThat(CORE.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(type -> type.getName().substring("io.alsx.".length())))
                .containsExactlyInAnyOrder(
                        "AsyncHook",
                        "AsyncHooks",
                        "AsyncHooks$Callbacks",
                        "AsyncLocalStorage",
                        "AsyncLocalStorage$Builder",
                        "AsyncResource",
                        "AsyncResource$Options",
                        "AsyncResourceEventEmitter",
                        "ContextExecutors",
                        "ContextFutures",
                        "PeriodicTasks",
                        "Scope",
                        "Snapshot",
                        "ThrowingBiFunction",
                        "ThrowingFunction",
                        "ThrowingSupplier");
    }

    @Test
    void staticFieldsAreFinalOrPrivateAndVolatile() {
        fields().that()
                .haveModifier(STATIC)
                .and()
                .areNotFinal()
                .should()
                .bePrivate()
                .andShould()
                .haveModifier(VOLATILE)
                .check(CORE);
    }

    @Test
    void implementationsCannotBeExtended() {
        classes()
                .that()
                .areNotPublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotAssignableTo(ContextFrame.class)
                .and()
                .areNotAssignableTo(ThreadScope.class)
                .and()
                .areNotAssignableTo(PropagatingExecutor.class)
                .and()
                .areNotAssignableTo(ContextFuture.class)
                .and()
                .doNotHaveFullyQualifiedName(ContextTask.class.getName())
                .and()
                .areNotAssignableFrom(AsyncResource.class)
                .and()
                .areNotAssignableFrom(AsyncLocalStorage.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CORE);
    }
}
