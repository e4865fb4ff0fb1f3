// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An application with a wrong value does not start, and says which property, which value and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class PropertyFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alsx.enabled                   | flase     | Set it to true or to false
            alsx.web.enabled               | maybe     | Set it to true or to false
            alsx.async.enabled             | on?       | Set it to true or to false
            alsx.executors.enabled         | nope      | Set it to true or to false
            alsx.aspect.enabled            | y!        | Set it to true or to false
            alsx.logging.mdc.enabled       | 2         | Set it to true or to false
            alsx.web.request-id.response   | always    | Set it to true or to false
            alsx.web.order                 | first     | Set it to a whole number
            alsx.web.order                 | 2147483648| Set it to a whole number
            alsx.scheduling.periodic-tasks | sometimes | Use one of: fresh, capture
            alsx.web.request-id.header     | X Id      | letters, digits
            alsx.web.request-id.header     | Ümlaut    | letters, digits
            alsx.web.url-patterns          | api       | Begin it with
            alsx.web.url-patterns          | /a,b/*    | Begin it with
            alsx.logging.mdc.keys          | user      | method, path
            alsx.logging.mdc.keys          | path,user | method, path
            alsx.explorer.path             | explorer  | Begin it with
            alsx.explorer.path             | /a/       | do not end it
            alsx.explorer.path             | /*        | letters, digits
            alsx.explorer.enabled          | ture      | Set it to true or to false
            alsx.wire.enabled              | ture      | Set it to true or to false
            alsx.wire.accept-from          | world     | Use an address
            alsx.wire.send-to              | http://a  | without a scheme
            alsx.wire.send-to              | a:8080    | without a scheme and a port
            alsx.wire.send-to              | [::1]:80  | without a scheme and a port
            alsx.diagnostics.sampling      | half      | Set it to a number
            """)
    void saysWhatIsWrongAndWhatToDo(String property, String value, String remedy, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> start(WebApplicationType.SERVLET, property + "=" + value));

        assertThat(failure).isNotNull();
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("The property " + property)
                .contains(value.replaceFirst("^/a,", "") + "\": it ")
                .contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.enabled=flase", "alsx.web.order=first", "alsx.web.url-patterns=api"})
    void failsAlsoWithoutAWebServer(String property, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> start(WebApplicationType.NONE, property));

        assertThat(failure).isNotNull();
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START");
    }

    @Test
    void failsAlsoWithLazyInitializationWhereTheMainSwitchIsWrong() {
        assertThat(catchThrowable(() ->
                        start(WebApplicationType.NONE, "alsx.enabled=flase", "spring.main.lazy-initialization=true")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alsx.web.enabled=maybe", "alsx.web.order=first"})
    void failsAlsoWithLazyInitialization(String property, CapturedOutput output) {
        Throwable failure =
                catchThrowable(() -> start(WebApplicationType.NONE, property, "spring.main.lazy-initialization=true"));

        assertThat(failure).isNotNull();
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START");
    }

    @Test
    void saysThatAnEmptyListOfPatternsIsNoWayToSwitchOff(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> start(WebApplicationType.SERVLET, "alsx.web.url-patterns="));

        assertThat(failure).isNotNull();
        assertThat(output.getAll()).contains("alsx.web.url-patterns", "alsx.web.enabled");
    }

    @Test
    void saysWhereTheValueIsFrom(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> start(WebApplicationType.NONE, "alsx.web.order=first"));

        assertThat(failure).isNotNull();
        assertThat(output.getAll()).containsPattern("alsx\\.web\\.order .*commandLineArgs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alsx.enabled=FALSE",
                "alsx.enabled=no",
                "alsx.enabled=off",
                "alsx.web.enabled=0",
                "alsx.scheduling.periodic-tasks=CAPTURE",
                "alsx.logging.mdc.keys=requestId,METHOD,path",
                "alsx.logging.mdc.keys=request-id",
                "alsx.logging.mdc.keys=",
                "alsx.executors.exclude=app*,applicationTaskExecutor",
                "alsx.web.url-patterns=/api/*,*.html",
                "alsx.web.request-id.header=x_id"
            })
    void startsWithEverySpellingOfARightValue(String property) {
        start(WebApplicationType.NONE, property).close();
    }

    private static org.springframework.context.ConfigurableApplicationContext start(
            WebApplicationType type, String... properties) {
        String[] arguments = new String[properties.length + 2];
        for (int i = 0; i < properties.length; i++) {
            arguments[i] = "--" + properties[i];
        }
        arguments[properties.length] = "--server.port=0";
        arguments[properties.length + 1] = "--spring.main.banner-mode=off";
        return new SpringApplicationBuilder(Application.class).web(type).run(arguments);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}
}
