// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BindTest {

    private static final Set<String> FAMILY = Set.of(
            "bind(Runnable)",
            "bind(Callable)",
            "bindSupplier(Supplier)",
            "bindConsumer(Consumer)",
            "bindFunction(Function)",
            "bindBiConsumer(BiConsumer)",
            "bindBiFunction(BiFunction)",
            "bindPredicate(Predicate)",
            "bind(Class,Object)");

    @Nested
    class OfAsyncLocalStorage extends BindContract {

        @Override
        Binder capture() {
            return new Binder.OfStorages();
        }
    }

    @Nested
    class OfSnapshot extends BindContract {

        @Override
        Binder capture() {
            return new Binder.OfInstance(AsyncLocalStorage.snapshot());
        }
    }

    @Nested
    class OfAsyncResource extends BindContract {

        @Override
        Binder capture() {
            return new Binder.OfInstance(new AsyncResource("TEST"));
        }
    }

    @Nested
    class OfAsyncResourceByType extends BindContract {

        @Override
        Binder capture() {
            return new Binder.OfNewResource("TEST");
        }

        @Test
        void makesOneResourceOfTheTypeForEachBinding() {
            Supplier<AsyncResource> first = AsyncResource.bindSupplier(AsyncHooks::executionAsyncResource, "FIRST");
            Supplier<AsyncResource> second = AsyncResource.bindSupplier(AsyncHooks::executionAsyncResource, "SECOND");

            assertThat(first.get().type()).isEqualTo("FIRST");
            assertThat(first.get()).isSameAs(first.get());
            assertThat(second.get().type()).isEqualTo("SECOND");
            assertThat(second.get().asyncId()).isGreaterThan(first.get().asyncId());
        }

        @Test
        void refusesAnEmptyOrNullTypeInEveryForm() {
            for (BindShape shape : BindShape.values()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> shape.bind(new Binder.OfNewResource(""), arguments -> null));
                assertThatNullPointerException()
                        .isThrownBy(() -> shape.bind(new Binder.OfNewResource(null), arguments -> null));
            }
        }
    }

    @Test
    void theFamilyIsCompleteWithEveryOwner() {
        assertThat(signatures(AsyncLocalStorage.class, true, 0)).isEqualTo(FAMILY);
        assertThat(signatures(Snapshot.class, false, 0)).isEqualTo(FAMILY);
        assertThat(signatures(AsyncResource.class, false, 0)).isEqualTo(FAMILY);
        assertThat(signatures(AsyncResource.class, true, 1)).isEqualTo(FAMILY);
    }

    @Test
    void theFamilyCanBeCalledReflectivelyAlthoughItsHomeIsPackagePrivate() {
        for (Class<?> owner : List.of(Snapshot.class, AsyncResource.class)) {
            for (Method method : owner.getMethods()) {
                assertThat(Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                        .as("%s is declared by a public class", method)
                        .isTrue();
            }
        }
    }

    private static Set<String> signatures(Class<?> owner, boolean isStatic, int ignored) {
        Set<String> signatures = new TreeSet<>();
        for (Method method : owner.getMethods()) {
            if (method.getName().startsWith("bind") && Modifier.isStatic(method.getModifiers()) == isStatic) {
                List<String> parameters = List.of(method.getParameterTypes()).stream()
                        .map(Class::getSimpleName)
                        .toList();
                signatures.add(method.getName() + "("
                        + String.join(",", parameters.subList(0, parameters.size() - ignored)) + ")");
            }
        }
        return signatures;
    }
}
