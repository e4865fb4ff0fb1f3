// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.context.annotation.Import;

/** What a request can cause, on each server and each kind of thread. */
class ServletSurfacesTest {

    private static final String VIRTUAL = "spring.threads.virtual.enabled=true";

    @Test
    void callbacksSeeNothingWhereSwitchedOff() {
        try (var application =
                RunningApplication.withWebServer(SurfaceApplication.class, "alsx.web.async-callbacks=false")) {
            assertThat(application.body("/deferred-time-out")).isEqualTo("none");
        }
    }

    @Nested
    class OnTomcat extends SurfaceContract {

        OnTomcat() {
            super(SurfaceApplication.class, List.of(), "Tomcat", "Thread[");
        }
    }

    @Nested
    @EnabledForJreRange(min = JRE.JAVA_21)
    class OnTomcatWithVirtualThreads extends SurfaceContract {

        OnTomcatWithVirtualThreads() {
            super(SurfaceApplication.class, List.of(VIRTUAL), "Tomcat", "VirtualThread[");
        }
    }

    @Nested
    @Tag("jetty")
    class OnJetty extends SurfaceContract {

        OnJetty() {
            super(JettyApplication.class, List.of(JettyServer.PROPERTY), "jetty", "Thread[");
        }
    }

    @Nested
    @Tag("jetty")
    @EnabledForJreRange(min = JRE.JAVA_21)
    class OnJettyWithVirtualThreads extends SurfaceContract {

        OnJettyWithVirtualThreads() {
            super(JettyApplication.class, List.of(JettyServer.PROPERTY, VIRTUAL), "jetty", "VirtualThread[");
        }
    }

    /** Apart from its server the same. */
    @Import({SurfaceApplication.class, JettyServer.class})
    static class JettyApplication {}
}
