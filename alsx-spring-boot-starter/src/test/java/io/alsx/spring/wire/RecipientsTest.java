// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the id, and who the fields. */
class RecipientsTest {

    @ParameterizedTest
    @CsvSource({
        "stock.internal,stock.internal,true",
        "STOCK.internal,stock.INTERNAL,true",
        "*.internal,stock.internal,true",
        "*.internal,internal,false",
        "*.internal,stock.internal.example.org,false",
        "stock,stock.example.org,false",
        "*,example.org,true",
        "::1,[::1],true",
        "[fd00::7],[fd00::7],true",
        "messages,messages,false"
    })
    void areHostsByTheirNames(String recipient, String host, boolean gets) {
        Recipients recipients = new Recipients(List.of(recipient));
        assertThat(recipients.getFields(host)).isEqualTo(gets);
        assertThat(recipients.getId(host)).isEqualTo(gets);
    }

    @Test
    void areBrokersByOneWord() {
        assertThat(new Recipients(List.of("messages")).getFields(null)).isTrue();
        assertThat(new Recipients(List.of("*")).getFields(null)).isFalse();
    }

    @Test
    void areAllForTheIdAndNoneForFieldsWhereNobodyIsNamed() {
        Recipients nobody = new Recipients(List.of());
        assertThat(nobody.getId("example.org")).isTrue();
        assertThat(nobody.getId(null)).isTrue();
        assertThat(nobody.getFields("example.org")).isFalse();
        assertThat(nobody.getFields(null)).isFalse();
        assertThat(new Recipients(List.of("a")).getId("")).isFalse();
    }
}
