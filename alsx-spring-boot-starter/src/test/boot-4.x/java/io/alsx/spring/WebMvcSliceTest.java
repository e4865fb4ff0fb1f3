// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.junit.jupiter.api.Nested;
import org.springframework.test.context.ContextConfiguration;

/** Slices have what applications have; which annotations make them is a matter of the line of Spring Boot. */
class WebMvcSliceTest {

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = MockMvcContract.Application.class)
    class Slice extends MockMvcContract {}

    @Nested
    @WebMvcTest(properties = "alsx.enabled=false")
    @ContextConfiguration(classes = MockMvcContract.Application.class)
    class SliceWithEverythingOff extends MockMvcContract.Off {}

    @Nested
    @SpringBootTest(classes = MockMvcContract.Application.class)
    @AutoConfigureMockMvc
    class WholeApplication extends MockMvcContract {}
}
