// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.alsx.spring.LinkReferences.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.boot.SpringBootVersion;

/**
 * The same class files serve each line of Spring Boot: all that they name is there. What is missing would show only when
 * it is reached, and an annotation that is missing not even then.
 */
class LinkTest {

    /** Packages of libraries that a line lacks: what is named of these, and of nothing else, may be missing there. */
    private static final Map<String, Set<String>> LACKING = Map.of();

    private static final String LINE = SpringBootVersion.getVersion();

    private final LinkClassPath classPath = new LinkClassPath(LinkTest.class.getClassLoader());

    @Test
    void findsAllThatTheClassFilesName() throws Exception {
        List<Reference> references = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(Path.of(RequestStore.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()))) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".class")).toList()) {
                references.addAll(LinkReferences.of(Files.readAllBytes(path)));
            }
        }

        assertThat(references).hasSizeGreaterThan(3_000);
        assertThat(missing(references)).as("missing in Spring Boot " + LINE).isEmpty();
    }

    @Test
    void wouldFindAMissingSuperclassMethodFieldOrAnnotation() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Broken", null, "io/alsx/NoParent", null);
        writer.visitAnnotation("Lio/alsx/NoAnnotation;", true).visitEnd();
        writer.visitAnnotation("Lorg/junit/jupiter/api/Tag;", true).visit("noAttribute", "");
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "use", "()V", null, null);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "io/alsx/spring/RequestStore", "requestId", "()V", false);
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC, "io/alsx/spring/RequestStore", "path", "()Ljava/lang/String;", false);
        method.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/Thread$State", "NONE", "Ljava/lang/Thread$State;");
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "io/alsx/spring/RequestStore", "hashCode", "()I", false);

        assertThat(missing(LinkReferences.of(writer.toByteArray())))
                .extracting(Reference::toString)
                .containsExactlyInAnyOrder(
                        "Broken: io.alsx.NoParent",
                        "Broken: io.alsx.NoAnnotation",
                        "Broken: org.junit.jupiter.api.Tag.noAttribute ()",
                        "Broken.use: io.alsx.spring.RequestStore.requestId ()V",
                        "Broken.use: io.alsx.spring.RequestStore.path ()Ljava/lang/String;",
                        "Broken.use: java.lang.Thread$State.NONE Ljava/lang/Thread$State;");
    }

    private List<Reference> missing(Collection<Reference> references) {
        @Nullable Set<String> lacking = LACKING.get(LINE);
        return references.stream()
                .filter(reference -> lacking == null || lacking.stream().noneMatch(reference.owner()::startsWith))
                .filter(reference -> !classPath.has(reference))
                .toList();
    }
}
