// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestConfigurationTest {
    /** No key has its default. */
    static final DigestConfiguration OTHER = new DigestConfiguration(
            Duration.ofMinutes(5), Duration.ZERO, List.of(new InetSocketAddress(Values.address("127.0.0.1"), 4075)));

    @Test
    void digestsShouldBeOffWithoutTheBlock() throws Exception {
        assertThat(Xml.parse("<domainsharing><node>paris</node></domainsharing>")
                        .digest())
                .isEmpty();
    }

    @Test
    void emptyBlockShouldHaveAllDefaults() throws Exception {
        assertThat(Xml.parse("<domainsharing><digest/></domainsharing>").digest())
                .contains(new DigestConfiguration(
                        Duration.ofMinutes(1),
                        Duration.ofHours(24),
                        List.of(new InetSocketAddress(Values.address("0.0.0.0"), 4069))));
    }

    @Test
    void severalAddressesShouldBeListenedOn() throws Exception {
        assertThat(Xml.parse(
                                "<domainsharing><digest><bind>127.0.0.1</bind><bind>[::1]:4070</bind></digest></domainsharing>")
                        .digest()
                        .orElseThrow()
                        .bind())
                .containsExactly(
                        new InetSocketAddress(Values.address("127.0.0.1"), 4069),
                        new InetSocketAddress(Values.address("::1"), 4070));
    }
}
