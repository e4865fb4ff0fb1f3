// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

/** To whom a request goes, as far as that is said by its address. */
class HttpCarrierTest {

    @ParameterizedTest
    @CsvSource({
        "http://stock.internal:8080/a,stock.internal",
        "http://stock.internal@example.org/,example.org",
        "http://[::1]:8080/,[::1]",
        "http://stock_1:8080/a,stock_1",
        "http://stock_1,stock_1",
        "http://stock.internal:80@stock_1:8080/,stock_1",
        "/relative,''",
        "mailto:a@b,''"
    })
    void isTheHost(String uri, String host) {
        MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, URI.create(uri));
        assertThat(new HttpCarrier().host(request)).isEqualTo(host);
    }
}
