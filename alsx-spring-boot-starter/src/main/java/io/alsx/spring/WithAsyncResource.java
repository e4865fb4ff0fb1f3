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
 * Runs each call of a bean's method, or of all public methods of its class, in an {@link io.alsx.AsyncResource} of its
 * own: what the method enters with {@code enterWith} never reaches the caller, and the call has an identity that {@link
 * io.alsx.AsyncHooks} tells.
 *
 * <p>The resource is destroyed when the method ends or, where it returns a {@code CompletionStage}, a {@code Future} or
 * a reactive type, when the result completes, fails or is cancelled; a plain {@code Future} tells that only to who asks
 * it. Beside {@code @Async}, the resource is the worker's: the method runs in it there.
 *
 * <p>Applies to calls that come in through the bean: not to private or final methods, nor to calls from within the same
 * object. The annotation on a method goes before the one on its class.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface WithAsyncResource {

    /**
     * The type of the resource; the same as {@link #type}.
     *
     * @return the type
     */
    @AliasFor("type")
    String value() default "";

    /**
     * The type of the resource.
     *
     * @return the type; where it is empty, the simple name of the class, a dot and the name of the method
     */
    @AliasFor("value")
    String type() default "";

    /**
     * Which context the method runs in.
     *
     * @return the choice
     */
    Context context() default Context.CALLER;

    /** Which context a method runs in. */
    enum Context {

        /** That of the code that calls the method. */
        CALLER,

        /** That in which the bean was created, which is empty for a bean that is made at start-up. */
        CREATION
    }
}
