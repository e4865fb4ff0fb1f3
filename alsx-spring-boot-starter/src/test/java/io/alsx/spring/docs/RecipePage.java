// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the recipes, for tests of the output that it quotes. */
record RecipePage(String text) {

    /** A place in a class that is inside of the class of a test, and that the page has in a package of its own. */
    private static final String NESTED = "io\\.alsx\\.spring\\.docs\\.\\w+\\$(\\w+)\\.([\\w$]+)\\(\\w+\\.java";

    static RecipePage of(String name) throws IOException {
        return new RecipePage(comparable(Files.readString(Path.of("..", "docs", "recipes", name))));
    }

    /** Without what differs from run to run or from line to line: numbers of lines, lambdas and threads, and breaks. */
    static String comparable(String output) {
        return output.replaceAll(NESTED, "com.example.$1.$2($1.java")
                .replaceAll("\\.java:\\d+\\)", ".java:0)")
                .replaceAll("\\$\\d+\\(", "(")
                .replaceAll("on thread '[^']*'", "on thread ''")
                .replaceAll("by thread '[^']*'", "by thread ''")
                .replaceAll("after \\d+ ms", "after 0 ms")
                .replaceAll("\\s+", " ");
    }
}
