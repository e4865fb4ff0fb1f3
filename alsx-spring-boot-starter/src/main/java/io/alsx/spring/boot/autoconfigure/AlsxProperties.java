// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import io.alsx.PeriodicTasks;
import io.alsx.spring.bridge.MdcKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.PatternMatchUtils;

/**
 * Properties of alsx.
 *
 * @param enabled Whether alsx does anything. When off, the storage of requests still exists, and stays empty.
 * @param web Stores of requests.
 * @param async Tasks that run on other threads.
 * @param executors Which executors carry the context.
 * @param scheduling Tasks that a scheduler runs.
 * @param aspect Methods with an asynchronous resource of their own.
 * @param logging Logging contexts.
 * @param entryPoints Methods that run with a store of their own.
 * @param messaging Stores of messages.
 * @param jobs Stores of jobs.
 * @param grpc Stores of gRPC calls.
 * @param micrometer Micrometer's context propagation.
 * @param bridge What moves along with the context.
 * @param reactor Reactor.
 */
@ConfigurationProperties("alsx")
record AlsxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Web web,
        @DefaultValue Async async,
        @DefaultValue Executors executors,
        @DefaultValue Scheduling scheduling,
        @DefaultValue Aspect aspect,
        @DefaultValue Logging logging,
        @DefaultValue EntryPoints entryPoints,
        @DefaultValue Messaging messaging,
        @DefaultValue Jobs jobs,
        @DefaultValue Grpc grpc,
        @DefaultValue Micrometer micrometer,
        @DefaultValue Bridge bridge,
        @DefaultValue Reactor reactor) {

    private static final String SCHEDULED = "org.springframework.scheduling.annotation.Scheduled";

    boolean webIsOn() {
        return enabled && web.enabled;
    }

    boolean callbacksAreOn() {
        return webIsOn() && web.asyncCallbacks;
    }

    boolean storeParametersAreOn() {
        return webIsOn() && web.storeParameters;
    }

    boolean asyncIsOn() {
        return enabled && async.enabled;
    }

    boolean aspectIsOn() {
        return enabled && aspect.enabled;
    }

    boolean mdcIsOn() {
        return enabled && logging.mdc.enabled;
    }

    boolean entryPointsAreOn() {
        return enabled && entryPoints.enabled;
    }

    boolean messagingIsOn() {
        return enabled && messaging.enabled;
    }

    boolean jobsAreOn() {
        return enabled && jobs.enabled;
    }

    boolean grpcIsOn() {
        return enabled && grpc.enabled;
    }

    /** Full names of the annotations that make a method an entry point, beside our own. */
    Set<String> entryPointAnnotations() {
        Set<String> names = new LinkedHashSet<>(entryPoints.annotations);
        if (scheduling.store) {
            names.add(SCHEDULED);
        }
        return names;
    }

    boolean micrometerIsOn() {
        return enabled && micrometer.enabled;
    }

    boolean micrometerBridgeIsOn() {
        return enabled && bridge.micrometer;
    }

    boolean securityBridgeIsOn() {
        return enabled && bridge.security;
    }

    boolean localeBridgeIsOn() {
        return enabled && bridge.locale;
    }

    boolean automaticPropagationIsOn() {
        return enabled && reactor.automatic;
    }

    boolean cachesAreOn() {
        return asyncIsOn() && executors.enabled && executors.caffeine;
    }

    boolean carriesContext(String executorName) {
        return asyncIsOn() && executors.enabled && executors.include(executorName);
    }

    /**
     * Stores of requests.
     *
     * @param enabled Whether each web request runs with a store of its own.
     * @param order Order of the filter. It should be inside of the filters that decode the request and outside of all
     *     others.
     * @param urlPatterns URL patterns that the filter is mapped to.
     * @param requestId Ids of requests.
     * @param asyncCallbacks Whether what the server calls on threads of its own while a request is handled
     *     asynchronously, as on time-out, error and completion, sees the store of the request.
     * @param storeParameters Whether methods of controllers can have the store as a parameter.
     */
    record Web(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("-2147483638") int order,
            @DefaultValue("/*") List<String> urlPatterns,
            @DefaultValue RequestId requestId,
            @DefaultValue("true") boolean asyncCallbacks,
            @DefaultValue("true") boolean storeParameters) {

        Web {
            PropertyChecks.urlPatterns("alsx.web.url-patterns", urlPatterns);
        }
    }

    /**
     * Ids of requests.
     *
     * @param header Name of the header that carries the id of a request.
     * @param acceptIncoming Whether an id that comes with a request is used. It has to be 1 to 128 letters, digits or
     *     characters of "._:/+=@-", otherwise a new one is made.
     * @param response Whether the response carries the id in the same header.
     */
    record RequestId(
            @DefaultValue("X-Request-Id") String header,
            @DefaultValue("true") boolean acceptIncoming,
            @DefaultValue("false") boolean response) {

        RequestId {
            PropertyChecks.headerName("alsx.web.request-id.header", header);
        }
    }

    /**
     * Tasks that run on other threads.
     *
     * @param enabled Whether tasks that are submitted to executors and schedulers, as those of "@Async" methods, run in
     *     the context of the code that submits them.
     */
    record Async(@DefaultValue("true") boolean enabled) {}

    /**
     * Which executors carry the context.
     *
     * @param enabled Whether executors and schedulers that are beans, and take a task decorator, carry the context, and
     *     with them the events of a multicaster. "@Async" methods carry it in any case.
     * @param exclude Bean names of executors and schedulers to leave alone, also when an "@Async" method or an event
     *     runs on them, and of builders of caches. A "*" stands for any characters.
     * @param caffeine Whether a Caffeine builder that is a bean is given an executor that carries the context, so that
     *     its caches load, refresh and tell of removals for whoever causes it.
     */
    record Executors(
            @DefaultValue("true") boolean enabled,
            @DefaultValue List<String> exclude,
            @DefaultValue("false") boolean caffeine) {

        /** What is behind the proxy of a scope counts under the name of the proxy, too. */
        boolean include(String name) {
            String[] excluded = exclude.toArray(String[]::new);
            return !PatternMatchUtils.simpleMatch(excluded, name)
                    && !(ScopedProxyUtils.isScopedTarget(name)
                            && PatternMatchUtils.simpleMatch(excluded, ScopedProxyUtils.getOriginalBeanName(name)));
        }
    }

    /**
     * Tasks that a scheduler runs.
     *
     * @param periodicTasks Context of the runs of a periodic task: an empty one each, or that in which the task was
     *     scheduled.
     * @param store Whether each run of a "@Scheduled" method has a store of its own, which its error handler sees, too.
     */
    record Scheduling(
            @DefaultValue("fresh") PeriodicTasks periodicTasks,
            @DefaultValue("false") boolean store) {}

    /**
     * Methods with an asynchronous resource of their own.
     *
     * @param enabled Whether "@WithAsyncResource" has an effect.
     */
    record Aspect(@DefaultValue("true") boolean enabled) {}

    /**
     * Logging contexts.
     *
     * @param mdc Mapped diagnostic context.
     */
    record Logging(@DefaultValue Mdc mdc) {}

    /**
     * Mapped diagnostic context.
     *
     * @param enabled Whether log lines tell which request they belong to.
     * @param keys What they tell. Each is a key of the logging context, as in "%X{requestId}".
     */
    record Mdc(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("requestId") Set<MdcKey> keys) {}

    /**
     * Methods that run with a store of their own.
     *
     * @param enabled Whether "@RunInStore" has an effect.
     * @param annotations Full names of other annotations that have the same effect on a method, as those of listeners
     *     of further messaging libraries.
     */
    record EntryPoints(
            @DefaultValue("true") boolean enabled,

            @DefaultValue({
                "io.awspring.cloud.sqs.annotation.SqsListener",
                "org.springframework.pulsar.annotation.PulsarListener"
            })
            List<String> annotations) {}

    /**
     * Stores of messages.
     *
     * @param enabled Whether each message that a Kafka, RabbitMQ or JMS listener is given and each STOMP frame that a
     *     method handles run with a store of its own, and each message of Spring Integration with its sender's, or with
     *     one of its own where there is none.
     */
    record Messaging(@DefaultValue("true") boolean enabled) {}

    /**
     * Stores of jobs.
     *
     * @param enabled Whether each run of a Quartz job, and each execution of a Spring Batch job that nothing with a store
     *     launches, has a store of its own.
     */
    record Jobs(@DefaultValue("true") boolean enabled) {}

    /**
     * Stores of gRPC calls.
     *
     * @param enabled Whether each call of a gRPC service runs with a store of its own.
     */
    record Grpc(@DefaultValue("true") boolean enabled) {}

    /**
     * Micrometer's context propagation.
     *
     * @param enabled Whether everything that speaks Micrometer's context propagation, as Reactor does, carries the
     *     context.
     */
    record Micrometer(@DefaultValue("true") boolean enabled) {}

    /**
     * What moves along with the context.
     *
     * @param micrometer Whether tasks run with everything that is registered with Micrometer's context propagation, as
     *     observations and spans are, of the code that submits them.
     * @param security Whether tasks run with a copy of the security context of the code that submits them. Needs Spring
     *     Security.
     * @param locale Whether tasks run with the locale and the time zone of the code that submits them.
     */
    record Bridge(
            @DefaultValue("false") boolean micrometer,
            @DefaultValue("false") boolean security,
            @DefaultValue("false") boolean locale) {}

    /**
     * Reactor.
     *
     * @param automatic Whether Reactor restores the context around each operator, on whatever thread it runs. Needs
     *     Micrometer's context propagation.
     */
    record Reactor(@DefaultValue("false") boolean automatic) {}
}
