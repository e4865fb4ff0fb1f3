// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are within a range, without a look-up of any name. */
class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.1.2,true",
        "10.0.0.0/8,11.0.0.0,false",
        "192.168.1.128/25,192.168.1.200,true",
        "192.168.1.128/25,192.168.1.127,false",
        "192.168.1.1,192.168.1.1,true",
        "192.168.1.1,192.168.1.2,false",
        "0.0.0.0/0,203.0.113.7,true",
        "0.0.0.0/0,::2,false",
        "fd00::/8,fd12:3456::1,true",
        "fd00::/8,fe80::1%eth0,false",
        "fe80::/10,fe80::1%eth0,true",
        "::1,0:0:0:0:0:0:0:1,true",
        "10.0.0.0/8,::ffff:10.1.2.3,true",
        "2001:db8::/33,2001:db8:8000::1,false"
    })
    void contains(String range, String address, boolean contained) {
        InetAddress parsed = Objects.requireNonNull(AddressRange.addressOf(address));
        assertThat(AddressRange.of(range).contains(parsed)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "1",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "::1/129",
                ":::",
                "a.b.c.d",
                "fe80::g",
                "\u0661.\u0662.\u0663.\u0664",
                "10.0.0.0/8/8",
                "/8",
                "%eth0"
            })
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(text));
    }
}
