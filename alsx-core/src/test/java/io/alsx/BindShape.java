// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One method of the {@code bind…} family, made to look like all the others. */
enum BindShape {
    RUNNABLE(0, false) {
        @Override
        Call bind(Binder binder, Call body) {
            Runnable bound = binder.bind((Runnable) () -> body.with());
            return arguments -> {
                bound.run();
                return null;
            };
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bind((Runnable) null);
        }
    },
    CALLABLE(0, true) {
        @Override
        Call bind(Binder binder, Call body) {
            Callable<Object> bound = binder.bind((Callable<Object>) () -> body.with());
            return arguments -> unchecked(bound);
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bind((Callable<Object>) null);
        }
    },
    SUPPLIER(0, true) {
        @Override
        Call bind(Binder binder, Call body) {
            Supplier<Object> bound = binder.bindSupplier(() -> body.with());
            return arguments -> bound.get();
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindSupplier(null);
        }
    },
    CONSUMER(1, false) {
        @Override
        Call bind(Binder binder, Call body) {
            Consumer<Object> bound = binder.bindConsumer(argument -> body.with(argument));
            return arguments -> {
                bound.accept(arguments.get(0));
                return null;
            };
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindConsumer(null);
        }
    },
    FUNCTION(1, true) {
        @Override
        Call bind(Binder binder, Call body) {
            Function<Object, Object> bound = binder.bindFunction(argument -> body.with(argument));
            return arguments -> bound.apply(arguments.get(0));
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindFunction(null);
        }
    },
    BI_CONSUMER(2, false) {
        @Override
        Call bind(Binder binder, Call body) {
            BiConsumer<Object, Object> bound = binder.bindBiConsumer((first, second) -> body.with(first, second));
            return arguments -> {
                bound.accept(arguments.get(0), arguments.get(1));
                return null;
            };
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindBiConsumer(null);
        }
    },
    BI_FUNCTION(2, true) {
        @Override
        Call bind(Binder binder, Call body) {
            BiFunction<Object, Object, Object> bound =
                    binder.bindBiFunction((first, second) -> body.with(first, second));
            return arguments -> bound.apply(arguments.get(0), arguments.get(1));
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindBiFunction(null);
        }
    },
    PREDICATE(1, true) {
        @Override
        Call bind(Binder binder, Call body) {
            Predicate<Object> bound = binder.bindPredicate(argument -> (Boolean) body.with(argument));
            return arguments -> bound.test(arguments.get(0));
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bindPredicate(null);
        }

        @Override
        Object someResult() {
            return true;
        }
    },
    INTERFACE(2, true) {
        @Override
        Call bind(Binder binder, Call body) {
            return binder.bind(Call.class, body);
        }

        @Override
        Object bindNull(Binder binder) {
            return binder.bind(Call.class, null);
        }
    };

    /** Any number of arguments, one result. */
    interface Call {

        Object apply(List<Object> arguments);

        default Object with(Object... arguments) {
            return apply(Arrays.asList(arguments));
        }
    }

    final int arguments;

    final boolean hasResult;

    BindShape(int arguments, boolean hasResult) {
        this.arguments = arguments;
        this.hasResult = hasResult;
    }

    abstract Call bind(Binder binder, Call body);

    abstract Object bindNull(Binder binder);

    Object someResult() {
        return new Object();
    }

    List<Object> someArguments() {
        return List.of(new Object(), new Object()).subList(0, arguments);
    }

    private static Object unchecked(Callable<Object> callable) {
        try {
            return callable.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("nothing here throws a checked exception", e);
        }
    }
}
