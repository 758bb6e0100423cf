// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.smtpclient.SmtpClientConfiguration;
import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D7")
class HeloNameTest {
    @Test
    void configuredNameShouldBeSaidAsItIs() {
        assertThat(HeloName.of("localhost")).isEqualTo("localhost");
    }

    @Test
    void nameOfThisHostShouldBeOneThatEhloCanCarry() {
        assertThat(HeloName.of((String) null))
                .matches(SmtpClientConfiguration::isHeloName)
                .matches(name -> HeloName.isFullyQualified(name) || name.startsWith("["))
                .isNotEqualTo("localhost");
    }

    @ParameterizedTest
    @CsvSource({
        "mx1.example.com, 192.0.2.7,   mx1.example.com",
        "mx1,             192.0.2.7,   [192.0.2.7]",
        "localhost,       127.0.0.1,   [127.0.0.1]",
        "mx_1.example.com,192.0.2.7,   [192.0.2.7]",
        "mx1,             2001:db8::7, [IPv6:2001:db8::7]"
    })
    void addressShouldBeSaidWhereTheHostHasNoFullName(String name, String address, String said) throws Exception {
        InetAddress host =
                InetAddress.getByAddress(name, InetAddresses.forString(address).getAddress());

        assertThat(HeloName.said(name, host)).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx1.example.com", "a.b", "mx1.example.com."})
    void nameOfSeveralLabelsShouldBeFullyQualified(String name) {
        assertThat(HeloName.isFullyQualified(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "mx1",
                "localhost.localdomain",
                "127.0.0.1",
                "[127.0.0.1]",
                "[IPv6:::1]",
                "2001:db8::7",
                ".",
                "a..b"
            })
    void anythingElseShouldNotBeFullyQualified(String name) {
        assertThat(HeloName.isFullyQualified(name)).isFalse();
    }
}
