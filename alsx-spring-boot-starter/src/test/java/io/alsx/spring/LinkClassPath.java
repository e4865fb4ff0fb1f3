// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.spring.LinkReferences.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/** The classes that the tests run with, read but not loaded, so that one may lack what another of them names. */
final class LinkClassPath {

    private static final Set<String> OF_ANY_DESCRIPTOR =
            Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    private final ClassLoader loader;

    private final Map<String, Optional<Declared>> read = new HashMap<>();

    LinkClassPath(ClassLoader loader) {
        this.loader = loader;
    }

    /** Whether the reference leads to something that has this name and type and may be used from there. */
    boolean has(Reference reference) {
        Declared owner = declared(reference.owner());
        return owner != null && (reference.name() == null || hasMember(owner, reference));
    }

    private boolean hasMember(Declared owner, Reference reference) {
        if (OF_ANY_DESCRIPTOR.contains(owner.name)) {
            return true;
        }
        Integer access = reference.descriptor().equals("()")
                ? owner.methods.get(reference.name())
                : owner.members.get(reference.name() + " " + reference.descriptor());
        if (access != null) {
            boolean reachable = (access & Opcodes.ACC_PRIVATE) == 0 || owner.name.startsWith("io/alsx/");
            boolean ofClass = (access & Opcodes.ACC_STATIC) != 0;
            return reachable && (reference.ofClass() == null || reference.ofClass() == ofClass);
        }
        return owner.parents.stream()
                .map(this::declared)
                .filter(Objects::nonNull)
                .anyMatch(parent -> hasMember(parent, reference));
    }

    private @Nullable Declared declared(String name) {
        return read.computeIfAbsent(name, this::read).orElse(null);
    }

    private Optional<Declared> read(String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            Declared declared = new Declared();
            new ClassReader(in).accept(declared, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            return Optional.of(declared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a class declares, and from whom it inherits. */
    private static final class Declared extends ClassVisitor {

        private final Map<String, Integer> members = new HashMap<>();

        private final Map<String, Integer> methods = new HashMap<>();

        private final List<String> parents = new ArrayList<>();

        private String name = "";

        Declared() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            this.name = name;
            if (superName != null) {
                parents.add(superName);
            }
            parents.addAll(List.of(interfaces == null ? new String[0] : interfaces));
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            members.put(name + " " + descriptor, access);
            methods.put(name, access);
            return null;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            members.put(name + " " + descriptor, access);
            return null;
        }
    }
}
