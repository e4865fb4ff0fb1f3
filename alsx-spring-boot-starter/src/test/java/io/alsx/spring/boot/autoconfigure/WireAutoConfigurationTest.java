// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.Wire;
import io.alsx.spring.WireCodec;
import io.alsx.spring.WireField;
import io.alsx.spring.insight.Feature;
import io.alsx.spring.wire.HttpClientPostProcessor;
import io.alsx.spring.wire.IncomingFields;
import io.alsx.spring.wire.JmsTemplatePostProcessor;
import io.alsx.spring.wire.KafkaTemplatePostProcessor;
import io.alsx.spring.wire.OutgoingFields;
import io.alsx.spring.wire.RabbitTemplatePostProcessor;
import io.alsx.spring.wire.SenderObservationHandler;
import io.alsx.spring.wire.WebClientPostProcessor;
import io.alsx.spring.wire.WireClientInterceptor;
import io.alsx.spring.wire.WireLosses;
import io.alsx.spring.wire.WireMetrics;
import io.alsx.spring.wire.WireRuntimeHints;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** Which beans there are that write and read what crosses, and what makes them give way. */
class WireAutoConfigurationTest {

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AlsxAutoConfiguration.class,
                    AlsxWireAutoConfiguration.class,
                    AlsxWireObservationAutoConfiguration.class));

    @Test
    void areThereByDefault() {
        plain.run(context -> assertThat(context)
                .hasSingleBean(Wire.class)
                .hasSingleBean(IncomingFields.class)
                .hasSingleBean(OutgoingFields.class)
                .hasSingleBean(HttpClientPostProcessor.class)
                .hasSingleBean(WebClientPostProcessor.class)
                .hasSingleBean(KafkaTemplatePostProcessor.class)
                .hasSingleBean(RabbitTemplatePostProcessor.class)
                .hasSingleBean(JmsTemplatePostProcessor.class)
                .hasSingleBean(WireClientInterceptor.class)
                .hasSingleBean(SenderObservationHandler.class)
                .hasSingleBean(WireMetrics.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=false", "alsx.wire.enabled=false"})
    void areNotThereWhenOff(String property) {
        plain.withPropertyValues(property).withUserConfiguration(Clients.class).run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(Wire.class)
                    .doesNotHaveBean(IncomingFields.class)
                    .doesNotHaveBean(OutgoingFields.class)
                    .doesNotHaveBean(SenderObservationHandler.class)
                    .doesNotHaveBean(WireMetrics.class)
                    .doesNotHaveBean(SanitizingFunction.class)
                    .doesNotHaveBean("alsxWireFeature");
            assertThat(context.getBean(RestTemplate.class).getClientHttpRequestInitializers())
                    .isEmpty();
            assertThat(context.getBean(JmsTemplate.class)).isExactlyInstanceOf(JmsTemplate.class);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.web.client,alsxHttpClientPostProcessor",
        "org.springframework.web.reactive,alsxWebClientPostProcessor",
        "org.springframework.kafka,alsxKafkaTemplatePostProcessor",
        "org.springframework.amqp,alsxRabbitTemplatePostProcessor",
        "org.springframework.jms,alsxJmsTemplatePostProcessor",
        "jakarta.jms,alsxJmsTemplatePostProcessor",
        "io.grpc,alsxWireClientInterceptor",
        "io.micrometer.observation,alsxSenderObservationHandler",
        "io.micrometer.core,alsxWireMetrics",
        "org.springframework.boot.actuate,alsxWireSanitizingFunction"
    })
    void needNoLibraryThatIsMissing(String missing, String bean) {
        plain.withClassLoader(new FilteredClassLoader(missing))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(bean).hasSingleBean(Wire.class));
    }

    @Test
    void giveWayToThoseOfTheApplication() {
        plain.withBean("mine", OtherWire.class)
                .withBean("losses", WireLosses.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Wire.class)
                        .hasBean("mine")
                        .hasSingleBean(WireLosses.class)
                        .hasBean("losses"));
    }

    @Test
    void areAddedOnce() {
        plain.withUserConfiguration(Clients.class).run(context -> {
            RestTemplate template = context.getBean(RestTemplate.class);
            context.getBean(HttpClientPostProcessor.class).postProcessBeforeInitialization(template, "again");
            assertThat(template.getClientHttpRequestInitializers()).hasSize(1);
            assertThat(context.getBean(JmsTemplate.class).getClass().getSuperclass())
                    .isEqualTo(JmsTemplate.class);
        });
    }

    @Test
    void letACodecAskAServiceAsItIsMade() {
        plain.withUserConfiguration(Clients.class)
                .withBean(Asking.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Asking.class));
    }

    @Test
    void sayAtTheStartWhatCrosses() {
        assertThat(description()).isEqualTo("across processes: X-Request-Id to everybody");
        assertThat(description("alsx.wire.request-id=false")).isEqualTo("across processes: no id");
        assertThat(description(
                        "alsx.wire.fields[0].name=tenant",
                        "alsx.wire.fields[0].header=X-Tenant",
                        "alsx.wire.fields[1].name=user",
                        "alsx.wire.fields[1].baggage=user"))
                .isEqualTo(
                        "across processes: X-Request-Id to everybody, fields [tenant, user] from nobody and to nobody");
        assertThat(description(
                        "alsx.wire.fields[0].name=tenant",
                        "alsx.wire.fields[0].header=X-Tenant",
                        "alsx.wire.accept-from=same-host,10.0.0.0/8",
                        "alsx.wire.send-to=*.internal,messages"))
                .isEqualTo("across processes: X-Request-Id to [*.internal, messages], fields [tenant] from"
                        + " [same-host, 10.0.0.0/8] and to [*.internal, messages]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alsx.wire.accept-from=everybody                             | it names nobody who could be trusted
            alsx.wire.accept-from=10.0.0.0/33                           | it names nobody who could be trusted
            alsx.wire.accept-from=example.org                           | it names nobody who could be trusted
            alsx.wire.fields[0].name=a                                  | neither a header nor a baggage key
            alsx.wire.fields[0].name=a,[0].header=A,[0].baggage=b       | both a header and a baggage key
            alsx.wire.fields[0].name=a,[0].header=A b                   | cannot cross as 'A b'
            alsx.wire.fields[0].name=a,[0].header=Authorization         | has a meaning of its own
            alsx.wire.fields[0].name=a,[0].header=TraceParent           | has a meaning of its own
            alsx.wire.fields[0].name=a,[0].baggage=b,[0].max-length=0   | cannot have 0 characters
            alsx.wire.fields[0].header=A                                | must have a name
            """)
    void refuseWhatCannotBe(String properties, String reason) {
        plain.withPropertyValues(
                        properties.replace(",[0]", ";alsx.wire.fields[0]").split(";"))
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining(reason));
    }

    @Test
    void refuseTwoFieldsOfOneName() {
        plain.withBean(Users.class)
                .withPropertyValues("alsx.wire.fields[0].name=user", "alsx.wire.fields[0].header=x-user")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SetupException.class)
                        .hasMessageContaining("would cross as the same header, \"X-User\""));
    }

    @Test
    void refuseAFieldInTheHeaderOfTheId() {
        String[] properties = {"alsx.wire.fields[0].name=a", "alsx.wire.fields[0].header=x-request-id"};
        plain.withPropertyValues(properties)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(SetupException.class)
                        .hasMessageContaining("'a' would cross in the header \"x-request-id\""));
        for (String other : List.of(
                "alsx.wire.request-id=false",
                "alsx.web.request-id.header=X-Id",
                "alsx.wire.fields[0].direction=in",
                "alsx.wire.enabled=false")) {
            plain.withPropertyValues(properties)
                    .withPropertyValues(other)
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void keepRedactedFieldsOutOfDiagnostics() {
        plain.withPropertyValues(
                        "alsx.wire.fields[0].name=badge",
                        "alsx.wire.fields[0].header=X-Badge",
                        "alsx.wire.fields[0].redacted=true")
                .run(context -> {
                    SanitizingFunction function = context.getBean(SanitizingFunction.class);
                    assertThat(function.apply(new SanitizableData(null, "badge", "007"))
                                    .getValue())
                            .isEqualTo(SanitizableData.SANITIZED_VALUE);
                    assertThat(function.apply(new SanitizableData(null, "other", "1"))
                                    .getValue())
                            .isEqualTo("1");
                });
    }

    /** As its text may have what the field does. */
    @Test
    void keepStoresWithARedactedFieldOutOfDiagnostics() {
        plain.withBean("badges", AsyncLocalStorage.class, () -> Badges.BADGE)
                .withBean(Badges.class)
                .run(context -> {
                    SanitizingFunction function = context.getBean(SanitizingFunction.class);
                    assertThat(function.apply(new SanitizableData(null, "badges", "Badge[007]"))
                                    .getValue())
                            .isEqualTo(SanitizableData.SANITIZED_VALUE);
                    assertThat(function.apply(new SanitizableData(null, "requestStorage", "1"))
                                    .getValue())
                            .isEqualTo("1");
                });
    }

    @Test
    void leaveMocksAlone() {
        plain.withBean(RestClient.class, () -> mock(RestClient.class))
                .withBean(WebClient.class, () -> mock(WebClient.class))
                .withBean(JmsTemplate.class, () -> mock(JmsTemplate.class))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(mockingDetails(context.getBean(RestClient.class)).isMock())
                            .isTrue();
                    assertThat(mockingDetails(context.getBean(WebClient.class)).isMock())
                            .isTrue();
                    assertThat(mockingDetails(context.getBean(JmsTemplate.class))
                                    .isMock())
                            .isTrue();
                });
    }

    @Test
    void countWhatDidNotCross() {
        plain.run(context -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(WireMetrics.class).bindTo(registry);
            for (WireLosses.Reason reason : WireLosses.Reason.values()) {
                assertThat(registry.get("alsx.wire.dropped")
                                .tag("reason", reason.tag())
                                .functionCounter()
                                .count())
                        .isZero();
            }
        });
    }

    @Test
    void hintAtWhatIsReadOfOthers() {
        RuntimeHints hints = new RuntimeHints();
        new WireRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.reflection().onField(KafkaTemplate.class, "producerInterceptor"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onField(BaseRabbitListenerContainerFactory.class, "beforeSendReplyPostProcessors"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(MessageProperties.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(HttpClient.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onField(AbstractJmsListenerContainerFactory.class, "messageConverter"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onField(JmsTemplate.class, "defaultDestination"))
                .accepts(hints);
        assertThat(hints.proxies().jdkProxyHints().count()).isPositive();

        RuntimeHints none = new RuntimeHints();
        new WireRuntimeHints()
                .registerHints(
                        none,
                        new FilteredClassLoader(
                                "org.springframework.kafka",
                                "org.springframework.amqp",
                                "org.springframework.jms",
                                "org.springframework.boot"));
        assertThat(none.reflection().typeHints().map(TypeHint::getType))
                .containsExactly(TypeReference.of(HttpClient.class));
        assertThat(none.proxies().jdkProxyHints()).isEmpty();
    }

    private String description(String... properties) {
        String[] found = new String[1];
        plain.withPropertyValues(properties)
                .run(context -> found[0] =
                        context.getBean("alsxWireFeature", Feature.class).description());
        return found[0];
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean
        RestTemplate restTemplate() {
            return new RestTemplate();
        }

        @Bean
        RestClient restClient() {
            return RestClient.create();
        }

        @Bean
        JmsTemplate jmsTemplate() {
            return new JmsTemplate(new ActiveMQConnectionFactory("vm://7")); // is not asked for a connection
        }
    }

    static class OtherWire implements Wire {

        @Override
        public Map<String, String> headersFor(String host) {
            return Map.of();
        }

        @Override
        public HttpClient wrap(HttpClient client) {
            return client;
        }
    }

    static class Users implements WireCodec<String> {

        @Override
        public AsyncLocalStorage<String> storage() {
            return AsyncLocalStorage.named("user");
        }

        @Override
        public List<WireField> fields() {
            return List.of(WireField.header("user", "X-User"));
        }

        @Override
        public Map<String, String> write(String store) {
            return Map.of("user", store);
        }

        @Override
        public @Nullable String read(Map<String, String> values) {
            return values.get("user");
        }
    }

    static class Asking extends Users {

        Asking(RestTemplate template) {
            template.getClientHttpRequestInitializers()
                    .forEach(initializer -> initializer.initialize(new MockClientHttpRequest()));
        }
    }

    static class Badges extends Users {

        private static final AsyncLocalStorage<String> BADGE = AsyncLocalStorage.named("badge");

        @Override
        public AsyncLocalStorage<String> storage() {
            return BADGE;
        }

        @Override
        public List<WireField> fields() {
            return List.of(
                    new WireField("badge", WireField.Form.HEADER, "X-Badge", WireField.Direction.BOTH, 10, true));
        }
    }
}
