// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.test;

import io.alsx.AsyncLocalStorage;
import io.alsx.ThrowingSupplier;
import io.alsx.spring.RequestStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;
import org.springframework.beans.BeansException;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;

/** Enters the stores that annotations name, one in the other. */
final class EnteredStores {

    private static final ResolvableType REQUEST_STORAGE =
            ResolvableType.forClassWithGenerics(AsyncLocalStorage.class, RequestStore.class);

    private final List<InStore> stores;

    private final @Nullable ApplicationContext application;

    private EnteredStores(List<InStore> stores, @Nullable ApplicationContext application) {
        this.stores = stores;
        this.application = application;
    }

    static EnteredStores of(List<InStore> stores, @Nullable ApplicationContext application) {
        return new EnteredStores(stores, application);
    }

    void run(ThrowingSupplier<@Nullable Void, Throwable> test) throws Throwable {
        run(0, test);
    }

    private @Nullable Void run(int index, ThrowingSupplier<@Nullable Void, Throwable> test) throws Throwable {
        if (index == stores.size()) {
            return test.get();
        }
        InStore store = stores.get(index);
        return storage(store).<@Nullable Void, Throwable>run(made(store), () -> run(index + 1, test));
    }

    private static Object made(InStore store) {
        if (store.store() == InStore.NoStore.class) {
            if (store.requestId().isEmpty() || !store.storage().isEmpty()) {
                throw new ExtensionConfigurationException(
                        store + " has no store. Give it the id of a request, or a storage and what makes the store.");
            }
            return new RequestStore(store.requestId(), "TEST", "");
        }
        if (!store.requestId().isEmpty()) {
            throw new ExtensionConfigurationException(store + " has two stores. Use two annotations.");
        }
        Supplier<?> supplier = ReflectionSupport.newInstance(store.store());
        return supplier.get();
    }

    @SuppressWarnings("unchecked") // what is entered is what its user said
    private AsyncLocalStorage<Object> storage(InStore store) {
        if (application == null) {
            throw new ExtensionConfigurationException(
                    store + " needs an application with the storage. Add @SpringBootTest, or another annotation of"
                            + " Spring's that starts one.");
        }
        try {
            return (AsyncLocalStorage<Object>)
                    (store.storage().isEmpty()
                            ? application.getBeanProvider(REQUEST_STORAGE).getObject()
                            : application.getBean(store.storage(), AsyncLocalStorage.class));
        } catch (BeansException e) {
            throw new ExtensionConfigurationException(
                    "The application has no storage for " + store + ": " + e.getMessage()
                            + ". Name a bean of type AsyncLocalStorage.",
                    e);
        }
    }
}
