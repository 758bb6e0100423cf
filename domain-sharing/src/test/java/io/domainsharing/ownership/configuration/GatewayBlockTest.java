// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import java.util.List;
import java.util.Locale;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of {@code <gateway>}. */
class GatewayBlockTest extends ConfigurationFixture {
    @ParameterizedTest
    @CsvSource({
        "smtp, h%d.example, 16",
        "unknownUser, 550 5.4.1 no %d, 64",
    })
    void listOfAGatewayShouldBeRefusedWhenItIsLongerThanItsBound(String key, String value, int most) throws Exception {
        String smtp = key.equals("smtp") ? "" : "<smtp>h</smtp>";
        String gateway = "<gateways><gateway><domain>c.example</domain>" + smtp + "%s</gateway></gateways>";

        assertThat(parse(String.format(Locale.ROOT, gateway, elements(key, value, most)))
                        .gateways())
                .hasSize(1);
        assertThatThrownBy(() -> parse(String.format(Locale.ROOT, gateway, elements(key, value, most + 1))))
                .hasMessageEndingWith("gateways/gateway/" + key + ": is given " + (most + 1)
                        + " times. Write it at most " + most + " times");
    }

    @Test
    void gatewayShouldHaveTheDocumentedDefaults() throws Exception {
        assertThat(parse("<gateways><gateway><domain>c.example</domain><smtp>mx.c.example</smtp></gateway></gateways>")
                        .gateways())
                .containsExactly(new Gateway(
                        Domain.of("c.example"),
                        List.of(HostAndPort.fromParts("mx.c.example", 25)),
                        Verification.MINGER,
                        4069,
                        null,
                        null,
                        WhenUnreachable.ACCEPT,
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <domain>c.example</domain><smtp>h</smtp><unknownUser>no</unknownUser>  | gateway/unknownUser: 'no' does not begin with a 5yz code
            <smtp>h</smtp>                                                         | gateway/domain: is missing. Write the domain
            <domain>c.example.</domain><smtp>h</smtp>                              | gateway/domain:
            <domain>c.example</domain>                                             | gateway/smtp: is missing. Write the host
            <domain>c.example</domain><smtp>h:x</smtp>                             | gateway/smtp: 'h:x' is not host[:port]
            <domain>c.example</domain><smtp>h</smtp><verify>SMTP</verify>          | gateway/verify: 'SMTP' is neither minger nor vrfy nor rcpt nor file nor none. Write minger, vrfy, rcpt, file or none
            <domain>c.example</domain><smtp>h</smtp><verify>vrfy</verify><mingerPort>1</mingerPort> | gateway/mingerPort: has no meaning where <verify> is vrfy
            <domain>c.example</domain><smtp>h</smtp><verify>rcpt</verify><secret>abc</secret> | gateway/secret: has no meaning where <verify> is rcpt
            <domain>c.example</domain><smtp>h</smtp><verify>all</verify>           | gateway/verify: 'all' is neither minger nor vrfy nor rcpt nor file nor none
            <domain>c.example</domain><smtp>h</smtp><verify>file</verify>          | gateway/file: is missing. Write the file of the addresses
            <domain>c.example</domain><smtp>h</smtp><file>c.txt</file>             | gateway/file: 'c.txt' does not start with file://
            <domain>c.example</domain><smtp>h</smtp><verify>none</verify><file>file://c.txt</file> | gateway/file: has no meaning where <verify> is none
            <domain>c.example</domain><smtp>h</smtp><verify>none</verify><alsoAskPeers>true</alsoAskPeers> | gateway/alsoAskPeers: has no meaning where <verify> is none
            <domain>c.example</domain><smtp>h</smtp><verify>file</verify><mingerPort>4070</mingerPort> | gateway/mingerPort: has no meaning where <verify> is file
            <domain>c.example</domain><smtp>h</smtp><verify>file</verify><secret>1234567890123456</secret> | gateway/secret: has no meaning where <verify> is file
            <domain>c.example</domain><smtp>h</smtp><verify>file</verify><whenUnreachable>defer</whenUnreachable> | gateway/whenUnreachable: has no meaning where <verify> is file
            <domain>c.example</domain><smtp>h</smtp><verify>none</verify><mingerPort>4070</mingerPort> | gateway/mingerPort: has no meaning where <verify> is none
            <domain>c.example</domain><smtp>h</smtp><verify>none</verify><secret>1234567890123456</secret> | gateway/secret: has no meaning where <verify> is none
            <domain>c.example</domain><smtp>h</smtp><verify>none</verify><whenUnreachable>defer</whenUnreachable> | gateway/whenUnreachable: has no meaning where <verify> is none
            <domain>c.example</domain><smtp>h</smtp><whenUnreachable>451</whenUnreachable> | gateway/whenUnreachable: '451' is neither accept nor defer. Write accept or defer
            <domain>c.example</domain><smtp>h</smtp><alsoAskPeers>yes</alsoAskPeers> | gateway/alsoAskPeers: 'yes' is neither true nor false
            <domain>c.example</domain><smtp>h</smtp><etrnFrom>mx.c.example</etrnFrom> | gateway/etrnFrom: 'mx.c.example' is not an IP address or network
            <domain>c.example</domain><smtp>h</smtp><etrnFrom>198.51.100.7/24</etrnFrom> | gateway/etrnFrom: '198.51.100.7/24' has bits set outside its prefix
            <domain>c.example</domain><smtp>h</smtp><etrnUser>a@b@c.example</etrnUser> | gateway/etrnUser: 'a@b@c.example' cannot be a user
            <domain>c.example</domain><smtp>h</smtp><etrnUser/>                    | gateway/etrnUser: is empty. Write a user of this server
            <domain>c.example</domain><smtp>h</smtp><lookup>minger</lookup>        | gateway/lookup: is not a key. Known here: alsoAskPeers
            <domain>shared.example</domain><smtp>h</smtp>                          | gateway/domain: 'shared.example' is also in <domains>
            <domain>exämple.org</domain><smtp>h</smtp>                        | gateway/domain: 'exämple.org' cannot name a queue
            """)
    void gatewayShouldBeRefusedNamingFileKeyValueAndRemedy(String xml, String message) {
        assertThatThrownBy(() -> parse("<domains><domain>shared.example</domain></domains><gateways><gateway>" + xml
                        + "</gateway></gateways><peers>" + PEER
                        + "</peers>"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("conf/domainsharing.xml: ")
                .hasMessageContaining(message);
    }

    @Test
    void secondGatewayOfADomainShouldBeRefused() {
        String gateway = "<gateway><domain>c.example</domain><smtp>h</smtp></gateway>";

        assertThatThrownBy(() -> parse("<gateways>" + gateway + gateway + "</gateways>"))
                .hasMessageContaining("gateways/gateway[2]/domain: 'c.example' has a gateway already. Keep one");
    }
}
