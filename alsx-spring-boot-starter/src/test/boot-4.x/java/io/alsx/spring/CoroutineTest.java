// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.reactor.MonoKt;
import org.junit.jupiter.api.Test;
import org.springframework.core.PropagationContextElement;
import reactor.core.publisher.Mono;

/** Spring's element carries the context, from a thread and from Reactor. */
class CoroutineTest extends CoroutineContract {

    @Override
    CoroutineContext element() {
        return new PropagationContextElement();
    }

    @Test
    void hasTheContextThatItsMonoIsBoundTo() {
        Mono<?> unbound = MonoKt.mono(Dispatchers.getIO().plus(element()), (scope, completion) -> steps(completion));
        Mono<?> bound = USER.run("a", () -> ContextPublishers.bind(unbound));

        assertThat(bound.block(Duration.ofSeconds(20))).isEqualTo("a, a, in IO: a, a");
    }
}
