// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a test shows the context at a surface: a row of {@code docs/surfaces.md}. On a class it goes for all tests of
 * it that have none of their own, nested and inherited ones, too. A test with {@code Virtual} in its name or in that of
 * its class, nested or not, counts for virtual threads, any other for platform threads.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface Surface {

    /** The rows, each as {@code Group: surface}. */
    String[] value();

    /** Whether there has to be a test on virtual threads, too: where Spring Boot chooses the kind of thread, and it counts. */
    boolean virtual() default true;

    /** The first line of Spring Boot that has the surface. */
    String since() default "3.5";

    /** Where no library can reach: what an application writes instead, which is what the test shows. */
    String remedy() default "";
}
