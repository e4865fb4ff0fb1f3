// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import org.springframework.context.annotation.Configuration;

/** Import it, and give the property, to run an application on Jetty. How that is said is a matter of the line. */
@Configuration(proxyBeanMethods = false)
class JettyServer {

    static final String PROPERTY = "spring.autoconfigure.exclude="
            + "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
}
