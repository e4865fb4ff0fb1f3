// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes each call of a bean's method, or of all methods of its class, an entry point: the call runs in a context of its
 * own, which begins empty, with a {@link RequestStore} of its own, made by the {@link RequestStoreFactory} like that of a
 * web request. For jobs, and for messages of libraries that alsx does not know.
 *
 * <pre>{@code
 * @RunInStore(kind = "JOB", name = "nightly")
 * public void clearOrders() {
 *     orders.deleteOld(); // requestStorage has a store: JOB nightly, and a new id
 * }
 * }</pre>
 *
 * <p>Afterwards, normally or with an exception, the caller's context is what it was. What the call starts keeps the
 * store, also after the call; the publisher of a reactive type that the method returns is subscribed to, and works, in
 * the store, and what subscribes to it in its own.
 *
 * <p>Applies to calls that come in through the bean: not to private, static or final methods, nor to calls from within
 * the same object, nor to final classes; a line in the log says so. The annotation on a method goes before the one on
 * its class. Beside {@code @Async}, the store is the worker's.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RunInStore {

    /**
     * What the path of the store tells; the same as {@link #name}.
     *
     * @return the name
     */
    @AliasFor("name")
    String value() default "";

    /**
     * What the path of the store tells.
     *
     * @return the name; where it is empty, the simple name of the class, a dot and the name of the method
     */
    @AliasFor("value")
    String name() default "";

    /**
     * What the method of the store tells.
     *
     * @return the kind of entry point
     */
    String kind() default "CALL";

    /**
     * What happens to a call that comes from code with a store.
     *
     * @return the choice
     */
    Nested nested() default Nested.FRESH;

    /** What happens to a call that comes from code with a store. */
    enum Nested {

        /** It begins from empty, with a new store, like any other. */
        FRESH,

        /** It goes on in the caller's context, as if there were no annotation. */
        JOIN
    }
}
