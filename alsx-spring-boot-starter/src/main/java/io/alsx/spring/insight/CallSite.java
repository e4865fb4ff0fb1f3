// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncLocalStorage;
import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;

/** Finds the places that matter on the calling thread's stack. */
final class CallSite {

    static final String UNKNOWN = "unknown";

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final String CORE = "io.alsx";

    private static final String STARTER = "io.alsx.spring";

    /** An application, and a test, may have classes in packages of such names, too. */
    private static final List<String> OURS = List.of(sourceOf(AsyncLocalStorage.class), sourceOf(CallSite.class));

    /** Who asks, and so is on the stack itself. */
    private static final String HOOK = "io.alsx.spring.insight.";

    private static final Set<String> BOUNDARIES =
            Set.of("io.alsx.ContextRunner.within", "io.alsx.AsyncLocalStorage.run");

    private static final List<String> ENTRIES = List.of("io.alsx.spring.entry.");

    private static final List<String> INFRASTRUCTURE = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "reactor.",
            "org.springframework.",
            "org.apache.",
            "org.eclipse.jetty.",
            "io.netty.",
            "io.micrometer.");

    private CallSite() {}

    /** The code that called the library. */
    static String caller() {
        return STACK.walk(frames -> frames.filter(frame -> !isOurs(frame))
                .findFirst()
                .map(StackFrame::toString)
                .orElse(UNKNOWN));
    }

    /** The application's code that the thread began with: what was handed over to it, and where that is written. */
    static String task() {
        return STACK.walk(frames -> {
            List<StackFrame> all = frames.filter(frame -> !isOurs(frame) && !isIn(frame, INFRASTRUCTURE))
                    .toList();
            return all.isEmpty() ? UNKNOWN : all.get(all.size() - 1).toString();
        });
    }

    /** Whether it was the starter that called the core, for purposes of its own. */
    static boolean isOurs() {
        return STACK.walk(frames -> frames.filter(frame -> !packageOf(frame).equals(CORE))
                .filter(frame -> !frame.getClassName().startsWith(HOOK) || !isOurs(frame))
                .findFirst()
                .filter(CallSite::isOurs)
                .isPresent());
    }

    /** Whether the calling code runs in something that ends what it enters. */
    static boolean isBounded() {
        return STACK.walk(
                frames -> frames.anyMatch(frame -> BOUNDARIES.contains(methodOf(frame)) || isIn(frame, ENTRIES)));
    }

    /** Whether a method, written with its class, is on the stack. */
    static boolean isIn(String method) {
        return STACK.walk(frames -> frames.anyMatch(frame -> methodOf(frame).equals(method)));
    }

    /** Whether a class whose name begins with one of these is on the stack. */
    static boolean passes(String... prefixes) {
        List<String> wanted = List.of(prefixes);
        return STACK.walk(frames -> frames.anyMatch(frame -> isIn(frame, wanted)));
    }

    private static boolean isOurs(StackFrame frame) {
        String name = packageOf(frame);
        return (name.equals(CORE) || name.equals(STARTER) || name.startsWith(STARTER + "."))
                && OURS.contains(sourceOf(frame.getDeclaringClass()));
    }

    private static String sourceOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? "" : String.valueOf(source.getLocation());
    }

    private static String methodOf(StackFrame frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }

    private static String packageOf(StackFrame frame) {
        String name = frame.getClassName();
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static boolean isIn(StackFrame frame, List<String> prefixes) {
        return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
