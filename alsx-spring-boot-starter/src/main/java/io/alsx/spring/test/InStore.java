// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method in a store, as code of a request does: in the {@link io.alsx.spring.RequestStore} of an id, or in
 * any store of any storage that is a bean. {@code @BeforeEach} and {@code @AfterEach} methods are outside of it. On a
 * class, it holds for each of its methods that has none itself, and for {@code @Nested} classes.
 *
 * <pre>{@code
 * @Test
 * @InStore(requestId = "abc")
 * @InStore(storage = "tenants", store = Acme.class) // class Acme implements Supplier<String>
 * void confirmsForTheTenant() {
 *     orders.confirm(42);
 * }
 * }</pre>
 *
 * <p>A request that the test sends, through {@code MockMvc} or over a connection, has a store of its own, as in
 * production, and none of these.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(InStore.All.class)
@ExtendWith(ContextExtension.class)
public @interface InStore {

    /**
     * The id of a request, whose store is entered in the storage of requests.
     *
     * @return the id; empty for another storage
     */
    String requestId() default "";

    /**
     * The name of the bean that is the storage.
     *
     * @return the name; empty for the storage of requests
     */
    String storage() default "";

    /**
     * What makes the store for another storage, once for each test. Has a constructor without parameters.
     *
     * @return a class that is not that of an inner object
     */
    Class<? extends Supplier<?>> store() default NoStore.class;

    /** Stands for no supplier. */
    interface NoStore extends Supplier<Object> {}

    /** Several of them. The first one is the outermost. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @Inherited
    @ExtendWith(ContextExtension.class)
    @interface All {

        /**
         * All of them.
         *
         * @return in the order in which they are entered
         */
        InStore[] value();
    }
}
