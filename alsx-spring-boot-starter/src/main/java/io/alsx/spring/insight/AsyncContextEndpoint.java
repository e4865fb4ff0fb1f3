// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.insight;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.ExecutorCoverage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The actuator endpoint {@code asynccontext}: which storages there are, which executors carry the context, which
 * resources are active, and what was lost or misused lately. What is in a store only where that is allowed.
 */
@Endpoint(id = "asynccontext")
public final class AsyncContextEndpoint {

    private final Map<String, AsyncLocalStorage<?>> storages;

    private final ExecutorCoverage coverage;

    private final ContextObserver observer;

    private final List<Feature> features;

    private final Function<String, Collection<String>> users;

    private final @Nullable StoreContents contents;

    /**
     * Makes the endpoint.
     *
     * @param storages the storages by the names of their beans
     * @param coverage tells of executors
     * @param observer tells of all else
     * @param features what is wired
     * @param users tells by the name of a bean which other beans it was injected into
     * @param sanitizing hides some of what is in stores; null where nothing of that is to be told
     */
    public AsyncContextEndpoint(
            Map<String, AsyncLocalStorage<?>> storages,
            ExecutorCoverage coverage,
            ContextObserver observer,
            List<Feature> features,
            Function<String, Collection<String>> users,
            @Nullable List<SanitizingFunction> sanitizing) {
        this.storages = Map.copyOf(storages);
        this.coverage = coverage;
        this.observer = observer;
        this.features = List.copyOf(features);
        this.users = users;
        this.contents = sanitizing == null ? null : new StoreContents(storages, sanitizing);
    }

    /**
     * What the endpoint tells.
     *
     * @param observing whether anything is watched
     * @param features what is at work
     * @param storages the names of the storages by the names of their beans
     * @param executors whether each carries the context, and why not, by the names of the beans
     * @param resources the trees of active resources
     * @param stores what is in the stores of active requests, where that is allowed
     * @param lost the last contexts that were lost
     * @param lostAt how often that was at each place in the code, on which executor
     * @param misused the last scopes that were misused
     * @param misusedAt how often each kind of that was at each place in the code
     * @param counters how often what has happened
     */
    public record Report(
            boolean observing,
            List<String> features,
            Map<String, String> storages,
            Map<String, ExecutorReport> executors,
            List<ResourceNode> resources,
            Map<String, Map<String, @Nullable Object>> stores,
            List<LostContext> lost,
            Map<String, Long> lostAt,
            List<MisusedScope> misused,
            Map<String, Long> misusedAt,
            Map<String, Long> counters) {}

    /**
     * What is told of an executor.
     *
     * @param type the class
     * @param state whether it carries the context
     * @param meaning the same in words, after the name of the executor
     * @param usedBy the names of the beans that it was injected into
     */
    public record ExecutorReport(
            String type, ExecutorCoverage.State state, String meaning, Collection<String> usedBy) {}

    /**
     * Tells all.
     *
     * @return what there is now
     */
    @ReadOperation
    public Report report() {
        return new Report(
                observer.isOn(),
                features.stream()
                        .filter(Feature::atWork)
                        .map(Feature::description)
                        .toList(),
                names(),
                executors(),
                ResourceNode.treesOf(observer.activeResources()),
                stores(),
                new ArrayList<>(observer.lostContexts().recent()),
                observer.lostContexts().places(),
                new ArrayList<>(observer.misusedScopes().recent()),
                observer.misusedScopes().places(),
                counters());
    }

    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        storages.forEach((bean, storage) -> names.put(bean, storage.name()));
        return names;
    }

    private Map<String, Map<String, @Nullable Object>> stores() {
        Map<String, Map<String, @Nullable Object>> stores = new LinkedHashMap<>();
        if (contents != null) {
            observer.activeRequests().forEach((request, context) -> stores.put(request, contents.in(context)));
        }
        return stores;
    }

    private Map<String, ExecutorReport> executors() {
        Map<String, ExecutorReport> reports = new TreeMap<>();
        coverage.forEach((name, executor) -> {
            ExecutorCoverage.State state = coverage.state(name);
            reports.put(
                    name,
                    new ExecutorReport(
                            executor.getClass().getName(), state, state.meaning(), new TreeSet<>(users.apply(name))));
        });
        return reports;
    }

    private Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("captures", observer.resources().captures());
        counters.put("restores", observer.resources().restores());
        counters.put("lost", observer.lostContexts().total());
        counters.put("misused", observer.misusedScopes().total());
        counters.put("active", (long) observer.resources().count());
        return counters;
    }
}
