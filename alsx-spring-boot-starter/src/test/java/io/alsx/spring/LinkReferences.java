// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ConstantDynamic;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.RecordComponentVisitor;
import org.springframework.asm.Type;
import org.springframework.asm.TypePath;

/** All that a class file names: classes, methods, fields and annotations with what they say. */
final class LinkReferences extends ClassVisitor {

    private static final int API = Opcodes.ASM9;

    /** In a generic signature: a type parameter, a use of one, or a class. */
    private static final Pattern SIGNATURE = Pattern.compile("[\\w$]+::?|T[^;]+;|L([^;<]+)");

    /** A class, where the name is null, or a member of one; names are internal ones. */
    record Reference(
            String from,
            String owner,
            @Nullable String name,
            String descriptor,
            @Nullable Boolean ofClass) {

        boolean isMethod() {
            return descriptor.startsWith("(");
        }

        @Override
        public String toString() {
            return from + ": " + owner.replace('/', '.') + (name == null ? "" : "." + name + " " + descriptor);
        }
    }

    private final Set<Reference> found = new LinkedHashSet<>();

    private String file = "";

    private String place = "";

    private LinkReferences() {
        super(API);
    }

    static Collection<Reference> of(byte[] classFile) {
        LinkReferences references = new LinkReferences();
        new ClassReader(classFile).accept(references, 0);
        return references.found;
    }

    private void type(@Nullable String internalName) {
        if (internalName != null) {
            descriptor(Type.getObjectType(internalName).getDescriptor());
        }
    }

    private void descriptor(String descriptor) {
        type(Type.getType(descriptor));
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> found.add(new Reference(place, type.getInternalName(), null, "", null));
            case Type.METHOD -> {
                type(type.getReturnType());
                List.of(type.getArgumentTypes()).forEach(this::type);
            }
            default -> {}
        }
    }

    private void signature(@Nullable String signature) {
        Matcher matcher = SIGNATURE.matcher(signature == null ? "" : signature);
        while (matcher.find()) {
            type(matcher.group(1));
        }
    }

    private void member(String owner, String name, String descriptor, @Nullable Boolean ofClass) {
        type(owner);
        descriptor(descriptor);
        if (!owner.startsWith("[")) {
            found.add(new Reference(place, owner, name, descriptor, ofClass));
        }
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            type(type);
        } else if (value instanceof Handle handle) {
            int tag = handle.getTag();
            boolean ofClass = tag == Opcodes.H_INVOKESTATIC || tag == Opcodes.H_GETSTATIC || tag == Opcodes.H_PUTSTATIC;
            member(handle.getOwner(), handle.getName(), handle.getDesc(), ofClass);
        } else if (value instanceof ConstantDynamic dynamic) {
            descriptor(dynamic.getDescriptor());
            constant(dynamic.getBootstrapMethod());
        }
    }

    private AnnotationVisitor annotation(String descriptor) {
        descriptor(descriptor);
        return new Annotation(Type.getType(descriptor).getInternalName());
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        file = name.replace('/', '.');
        place = file;
        type(superName);
        signature(signature);
        List.of(interfaces == null ? new String[0] : interfaces).forEach(this::type);
    }

    @Override
    public void visitNestMember(String nestMember) {
        type(nestMember);
    }

    @Override
    public void visitPermittedSubclass(String permittedSubclass) {
        type(permittedSubclass);
    }

    @Override
    public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
        type(name);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return annotation(descriptor);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int ref, @Nullable TypePath path, String descriptor, boolean visible) {
        return annotation(descriptor);
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, @Nullable String signature) {
        descriptor(descriptor);
        signature(signature);
        return new RecordComponentVisitor(API) {

            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return annotation(descriptor);
            }
        };
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        place = file + "." + name;
        descriptor(descriptor);
        signature(signature);
        return new FieldVisitor(API) {

            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return annotation(descriptor);
            }

            @Override
            public AnnotationVisitor visitTypeAnnotation(
                    int ref, @Nullable TypePath path, String descriptor, boolean visible) {
                return annotation(descriptor);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        place = file + "." + name;
        descriptor(descriptor);
        signature(signature);
        List.of(exceptions == null ? new String[0] : exceptions).forEach(this::type);
        return new Code();
    }

    private final class Annotation extends AnnotationVisitor {

        private final String type;

        Annotation(String type) {
            super(API);
            this.type = type;
        }

        /** Of an annotation's attribute the class file tells no type, hence a method of any. */
        private void attribute(@Nullable String name) {
            if (name != null) {
                found.add(new Reference(place, type, name, "()", false));
            }
        }

        @Override
        public void visit(@Nullable String name, Object value) {
            attribute(name);
            constant(value);
        }

        @Override
        public void visitEnum(@Nullable String name, String descriptor, String value) {
            attribute(name);
            member(Type.getType(descriptor).getInternalName(), value, descriptor, true);
        }

        @Override
        public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
            attribute(name);
            return annotation(descriptor);
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            attribute(name);
            return new Elements(this);
        }
    }

    /** The elements of an array, which have no names. */
    private static final class Elements extends AnnotationVisitor {

        private final Annotation annotation;

        Elements(Annotation annotation) {
            super(API);
            this.annotation = annotation;
        }

        @Override
        public void visit(@Nullable String name, Object value) {
            annotation.visit(null, value);
        }

        @Override
        public void visitEnum(@Nullable String name, String descriptor, String value) {
            annotation.visitEnum(null, descriptor, value);
        }

        @Override
        public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
            return annotation.visitAnnotation(null, descriptor);
        }
    }

    private final class Code extends MethodVisitor {

        private final String method = place;

        Code() {
            super(API);
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            place = method + ":" + line;
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(
                int ref, @Nullable TypePath path, String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(type);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            descriptor(descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            member(owner, name, descriptor, opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            member(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            descriptor(descriptor);
            constant(bootstrap);
            List.of(arguments).forEach(LinkReferences.this::constant);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            type(type);
        }
    }
}
