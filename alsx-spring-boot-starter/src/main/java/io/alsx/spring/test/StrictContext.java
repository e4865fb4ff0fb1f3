// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Fails a test during which a store was missing on a thread that was given work without its context, or a scope was left
 * open, closed twice, on another thread or out of order, or a store was entered for good. The failure says where, on which
 * executor, why, and what mends it. After each test, its thread has the context that it had before.
 *
 * <pre>{@code
 * @SpringBootTest
 * @StrictContext
 * class OrderServiceTest {
 *
 *     @Test
 *     @InStore(requestId = "abc")
 *     void confirms() {
 *         orders.confirm(42); // fails if a task of it asks for the request on a thread that does not know it
 *     }
 * }
 * }</pre>
 *
 * <p>Everything that runs in the virtual machine during a test counts as the test's, from before its {@code @BeforeEach}
 * methods to after its {@code @AfterEach} methods; what a test starts and does not wait for may count as the next one's.
 * Tests with this annotation do not run at the same time as one another; others should not run beside them.
 *
 * <p>While such a test runs, each task and each bound function is a resource, as {@link io.alsx.AsyncHooks} tells, which
 * takes some time and memory.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(ContextExtension.class)
@ResourceLock("io.alsx.spring.test")
public @interface StrictContext {

    /**
     * Whether a lost context fails the test.
     *
     * @return true unless told otherwise
     */
    boolean lost() default true;

    /**
     * Whether a misused scope fails the test.
     *
     * @return true unless told otherwise
     */
    boolean misused() default true;
}
