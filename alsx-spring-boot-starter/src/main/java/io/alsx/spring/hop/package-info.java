// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors

/**
 * Who carries a context over to another thread, and in which context a method runs.
 *
 * <p>A guided tour. {@code ContextCarrier} binds a task to the context of the code that submits it, and to what bridges
 * capture there; all others ask it. Spring's executors get that as a {@code ContextTaskDecorator}, from
 * {@code ExecutorPostProcessor}. Schedulers that ask a decorator too late, or not at all, get their
 * {@code InnerExecutors} replaced, or are built anew as a {@code ContextTaskScheduler}; the runs of what is repeated
 * are a {@code RepeatedTask}. Of any other executor nobody knows whether it carries: the call of an {@code @Async}
 * method is submitted as a {@code Hop}, which finds that out on the worker. {@code Bridging} has what bridges captured
 * entered once, on whatever way.
 *
 * <p>Types are public for the wiring alone: they may change with any release.
 */
@NullMarked
package io.alsx.spring.hop;

import org.jspecify.annotations.NullMarked;
