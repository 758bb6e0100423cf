// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.AccountsConfiguration.WhenPeerUnreachable;
import io.domainsharing.smtpclient.Credentials;
import io.domainsharing.smtpclient.StartTls;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainSharingConfigurationTest {
    private static final NodeName HOST_NAME = new NodeName("mx1.example.com");
    private static final String PEER = "<peer><name>tokyo</name><smtp>tokyo.example.net</smtp></peer>";

    @Test
    void configurationShouldBeSwitchedOffWhenThereIsNoFile() throws Exception {
        assertThat(DomainSharingConfiguration.from(new XMLConfiguration(), HOST_NAME))
                .isEqualTo(DomainSharingConfiguration.switchedOff(HOST_NAME));
    }

    @Test
    void configurationShouldHaveTheDocumentedDefaults() throws Exception {
        assertThat(parse("<peers>" + PEER + "</peers>"))
                .isEqualTo(new DomainSharingConfiguration(
                        true,
                        HOST_NAME,
                        Set.of(),
                        List.of(new Peer(
                                new PeerName("tokyo"),
                                List.of(HostAndPort.fromParts("tokyo.example.net", 25)),
                                LookupMethod.MINGER,
                                4069,
                                null,
                                List.of(),
                                Set.of())),
                        false,
                        new LookupConfiguration(Duration.ofSeconds(1), 3, Duration.ofSeconds(5), null),
                        new CacheConfiguration(
                                Duration.ofDays(5),
                                Duration.ofHours(1),
                                Duration.ofSeconds(30),
                                1_000_000,
                                "file://var/domain-sharing"),
                        null,
                        new VrfyConfiguration(List.of()),
                        new MxConfiguration(LookupMethod.VRFY, List.of(), List.of(), 25, List.of()),
                        new SendersConfiguration(true),
                        new DeliveryConfiguration(
                                "1*1 minute, 1*5 minutes, 8*15 minutes, 29*4 hours",
                                Duration.ofDays(5),
                                50,
                                null,
                                false,
                                new HandoverConfiguration(
                                        null,
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(3),
                                        null,
                                        false,
                                        StartTls.NEVER,
                                        Set.of(),
                                        true,
                                        List.of(),
                                        null,
                                        false)),
                        new AccountsConfiguration(WhenPeerUnreachable.REFUSE),
                        new ListsConfiguration(false),
                        List.of(),
                        new SecondariesConfiguration(Duration.ofMinutes(5), List.of()),
                        new WebAdminAccessConfiguration(List.of())));
    }

    @Test
    void configurationShouldMapEveryKey() throws Exception {
        assertThat(
                        parse(
                                """
                <enabled>false</enabled>
                <node>paris</node>
                <domains><domain>example.com</domain><domain>Example.ORG</domain></domains>
                <peers>
                  <peer>
                    <name>tokyo</name><smtp>tokyo.example.net:2525</smtp><smtp>[2001:db8::1]:26</smtp>
                    <lookup>vrfy</lookup><mingerPort>4070</mingerPort><secret>ThisIsASharedSecret</secret>
                    <trusted>203.0.113.0/24</trusted><trusted>2001:db8::1</trusted><domain>example.com</domain>
                    <tls>required</tls><unknownUser>550 5.4.1</unknownUser><unknownUser>554-No, not
                      here</unknownUser>
                  </peer>
                </peers>
                <lookup><timeout>250ms</timeout><attempts>2</attempts><budget>3s</budget><bind>127.0.0.2</bind>
                  <heloName>mx1.example.com</heloName><startTLS>required</startTLS>
                  <vrfyFallbackToRcpt>true</vrfyFallbackToRcpt></lookup>
                <cache>
                  <found>1 day</found><refreshAfter>5 minutes</refreshAfter><notFound>5s</notFound>
                  <maximumSize>1000</maximumSize><path>file://var/elsewhere</path>
                </cache>
                <minger>
                  <bind>127.0.0.1:4071</bind><bind>[::1]:4072</bind><secret>one-of-two-secrets</secret>
                  <secret>two-of-two-secrets</secret><anonymous>true</anonymous><allow>198.51.100.0/24</allow>
                  <foreignAliases>false</foreignAliases>
                  <queriesPerSecondPerSource>7</queriesPerSecondPerSource>
                </minger>
                <vrfy><allow>198.51.100.0/24</allow><allow>2001:db8::7</allow></vrfy>
                <mx>
                  <lookup>rcpt</lookup><self>mx1.example.com</self><self>203.0.113.5</self>
                  <trusted>203.0.113.0/24</trusted><trusted>2001:db8::7</trusted><port>2525</port>
                  <nameServer>127.0.0.53</nameServer><nameServer>[::1]:5353</nameServer>
                </mx>
                <senders><verify>false</verify></senders>
                <delivery>
                  <delayTime>2*1 second, 3 seconds</delayTime><expiry>1 hour</expiry>
                  <connectionsPerHost>3</connectionsPerHost>
                  <smartHost>smart.example.net</smartHost><smartHostOnError>true</smartHostOnError>
                  <heloName>out.example.com</heloName><connectiontimeout>5s</connectiontimeout><timeout>30000</timeout>
                  <bind>127.0.0.3</bind><sslEnable>true</sslEnable><startTLS>true</startTLS>
                  <mail.smtp.ssl.trust>tokyo.example.net Austin.example.net</mail.smtp.ssl.trust>
                  <verifyServerIdentity>false</verifyServerIdentity><mail.smtp.ssl.protocols>TLSv1.3</mail.smtp.ssl.protocols>
                  <gatewayUsername>paris</gatewayUsername><gatewayPassword>secret</gatewayPassword>
                  <mail.smtp.auth.mechanisms>LOGIN</mail.smtp.auth.mechanisms><debug>true</debug>
                </delivery>
                <accounts><whenPeerUnreachable>allow</whenPeerUnreachable></accounts>
                <lists><share>true</share></lists>
                <gateways>
                  <gateway>
                    <domain>Customer.Example</domain><smtp>mx.customer.example</smtp><smtp>mx2.customer.example:2525</smtp>
                    <verify>minger</verify><mingerPort>4073</mingerPort><secret>SecretOfTheCustomer</secret>
                    <file>file://conf/customer.txt</file><whenUnreachable>defer</whenUnreachable>
                    <alsoAskPeers>true</alsoAskPeers><etrnFrom>198.51.100.7</etrnFrom><etrnFrom>203.0.113.0/28</etrnFrom>
                    <etrnUser>Backup@customer.example</etrnUser><etrnUser>ops</etrnUser>
                    <unknownUser>550 Not a customer</unknownUser>
                  </gateway>
                  <gateway><domain>open.example</domain><smtp>mx.open.example</smtp><verify>none</verify></gateway>
                </gateways>
                <secondaries>
                  <every>90s</every>
                  <secondary>
                    <smtp>backup.example.net</smtp><smtp>backup2.example.net:2525</smtp>
                    <domain>Example.com</domain><domain>example.org</domain>
                    <trusted>198.51.100.9</trusted><trusted>2001:db8::/32</trusted>
                  </secondary>
                </secondaries>
                <webadmin><host>mail-admin.example.com</host><host>[2001:db8::1]:8443</host></webadmin>
                """))
                .isEqualTo(new DomainSharingConfiguration(
                        false,
                        new NodeName("paris"),
                        Set.of(Domain.of("example.com"), Domain.of("example.org")),
                        List.of(new Peer(
                                new PeerName("tokyo"),
                                List.of(
                                        HostAndPort.fromParts("tokyo.example.net", 2525),
                                        HostAndPort.fromParts("2001:db8::1", 26)),
                                LookupMethod.VRFY,
                                4070,
                                new Secret("ThisIsASharedSecret"),
                                List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::1/128")),
                                Set.of(Domain.of("example.com")),
                                new PeerTls.Required(),
                                List.of(new ReplyBeginning("550 5.4.1"), new ReplyBeginning("554 No, not here")),
                                false)),
                        false,
                        new LookupConfiguration(
                                Duration.ofMillis(250),
                                2,
                                Duration.ofSeconds(3),
                                Values.address("127.0.0.2"),
                                new LookupConfiguration.Smtp("mx1.example.com", StartTls.REQUIRED, true)),
                        new CacheConfiguration(
                                Duration.ofDays(1),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(5),
                                1000,
                                "file://var/elsewhere"),
                        new MingerServerConfiguration(
                                List.of(
                                        new InetSocketAddress(Values.address("127.0.0.1"), 4071),
                                        new InetSocketAddress(Values.address("::1"), 4072)),
                                List.of(new Secret("one-of-two-secrets"), new Secret("two-of-two-secrets")),
                                true,
                                List.of(Network.parse("198.51.100.0/24")),
                                false,
                                7),
                        new VrfyConfiguration(
                                List.of(Network.parse("198.51.100.0/24"), Network.parse("2001:db8::7/128"))),
                        new MxConfiguration(
                                LookupMethod.RCPT,
                                List.of("mx1.example.com", "203.0.113.5"),
                                List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::7/128")),
                                2525,
                                List.of(
                                        new InetSocketAddress(Values.address("127.0.0.53"), 53),
                                        new InetSocketAddress(Values.address("::1"), 5353))),
                        new SendersConfiguration(false),
                        new DeliveryConfiguration(
                                "2*1 second, 3 seconds",
                                Duration.ofHours(1),
                                3,
                                HostAndPort.fromParts("smart.example.net", 25),
                                true,
                                new HandoverConfiguration(
                                        "out.example.com",
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(30),
                                        Values.address("127.0.0.3"),
                                        true,
                                        StartTls.WHEN_OFFERED,
                                        Set.of("tokyo.example.net", "austin.example.net"),
                                        false,
                                        List.of("TLSv1.3"),
                                        new Credentials("paris", "secret", List.of("LOGIN")),
                                        true)),
                        new AccountsConfiguration(WhenPeerUnreachable.ALLOW),
                        new ListsConfiguration(true),
                        List.of(
                                new Gateway(
                                        Domain.of("customer.example"),
                                        List.of(
                                                HostAndPort.fromParts("mx.customer.example", 25),
                                                HostAndPort.fromParts("mx2.customer.example", 2525)),
                                        Verification.MINGER,
                                        4073,
                                        new Secret("SecretOfTheCustomer"),
                                        "file://conf/customer.txt",
                                        WhenUnreachable.DEFER,
                                        true,
                                        new EtrnClients(
                                                List.of(Network.parse("198.51.100.7"), Network.parse("203.0.113.0/28")),
                                                Set.of(Username.of("backup@customer.example"), Username.of("ops"))),
                                        List.of(new ReplyBeginning("550 Not a customer"))),
                                new Gateway(
                                        Domain.of("open.example"),
                                        List.of(HostAndPort.fromParts("mx.open.example", 25)),
                                        Verification.NONE,
                                        4069,
                                        null,
                                        null,
                                        WhenUnreachable.ACCEPT,
                                        false)),
                        new SecondariesConfiguration(
                                Duration.ofSeconds(90),
                                List.of(new Secondary(
                                        List.of(
                                                HostAndPort.fromParts("backup.example.net", 25),
                                                HostAndPort.fromParts("backup2.example.net", 2525)),
                                        List.of(Domain.of("example.com"), Domain.of("example.org")),
                                        List.of(Network.parse("198.51.100.9/32"), Network.parse("2001:db8::/32"))))),
                        new WebAdminAccessConfiguration(List.of(
                                HostAndPort.fromString("mail-admin.example.com"),
                                HostAndPort.fromString("[2001:db8::1]:8443")))));
    }

    @Test
    void emptyPeersShouldMeanThatAllAreAddedAtRunTime() throws Exception {
        assertThat(parse("<peers/>").peers()).isEmpty();
        assertThat(parse("<peers/>").enabled()).isTrue();
        assertThat(parse("<peers/>").peersByMx()).isFalse();
    }

    @Test
    void missingPeersShouldMeanThatTheyAreFoundByMx() throws Exception {
        assertThat(parse("<domains><domain>example.com</domain></domains>").peersByMx())
                .isTrue();
        assertThat(parse("").peers()).isEmpty();
    }

    @Test
    void textShouldHideSecrets() throws Exception {
        assertThat(parse("<peers>" + peer("<secret>ThisIsASharedSecret</secret>") + "</peers>")
                        .toString())
                .doesNotContain("ThisIsASharedSecret");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <enable>true</enable>                                            | enable: is not a key. Did you mean enabled? Known here: accounts, cache
            <enabled>yes</enabled>                                           | enabled: 'yes' is neither true nor false. Write true or false
            <enabled>true</enabled><enabled>true</enabled>                   | enabled: is given 2 times. Keep one of them
            <node>pa ris</node>                                              | node: 'pa ris' is not a name
            <node>TOKYO</node>                                               | node: 'TOKYO' is also the name of a peer
            <domains><domain>exa mple</domain></domains>                     | domains/domain:
            <domains><domains>x.org</domains></domains>                      | domains/domains: is not a key. Did you mean domain? Known here: domain
            <lookup><timeout>1</timeout></lookup>                            | lookup/timeout: '1' has no unit. Write a duration such as 1s
            <lookup><timeout>6s</timeout></lookup>                           | lookup/timeout: timeout PT6S is longer than the whole budget PT5S
            <lookup><attempts>0</attempts></lookup>                          | lookup/attempts: '0' is not between 1 and 20
            <lookup><bind>mx1</bind></lookup>                                | lookup/bind: 'mx1' is not an IP address
            <lookup timeout="1s"/>                                           | lookup/@timeout: attributes have no meaning. Write it as an element
            <cache><found>never</found></cache>                              | cache/found: 'never' is not a duration
            <cache><found>1 hour</found><refreshAfter>2 hours</refreshAfter></cache> | cache/refreshAfter: refreshAfter PT2H is longer than found PT1H
            <cache><maximumSize>many</maximumSize></cache>                   | cache/maximumSize: 'many' is not a whole number
            <cache><path>/var/cache</path></cache>                           | cache/path: '/var/cache' does not start with file://
            <minger/>                                                        | minger/secret: is missing and anonymous queries are off
            <minger><secret>two words</secret></minger>                      | minger/secret: a secret is 1 to 50 visible ASCII characters
            <minger><secret>${env:NO_SUCH_VARIABLE_HERE}</secret></minger>   | minger/secret: '${env:NO_SUCH_VARIABLE_HERE}' is not set. Set that environment variable
            <minger><secret/></minger>                                       | minger/secret: is empty
            <minger><bind>:4069</bind><secret>x</secret></minger>            | minger/bind:
            <minger><allow>10.0.0.1/8</allow><secret>x</secret></minger>     | minger/allow: '10.0.0.1/8' has bits set outside its prefix
            <mx><lookup>dns</lookup></mx>                                    | mx/lookup: 'dns' is no look-up method. Write vrfy, rcpt or minger
            <mx><self>mx 1</self></mx>                                       | mx/self: 'mx 1' is no host name or IP address. Write a host name of this server
            <mx><trusted>mx1.example.com</trusted></mx>                      | mx/trusted: 'mx1.example.com' is not an IP address or network
            <mx><port>0</port></mx>                                          | mx/port: '0' is not between 1 and 65535
            <mx><nameServer>ns.example.com</nameServer></mx>                 | mx/nameServer: 'ns.example.com' is not an IP address. Write the IP address of a DNS server
            <mx><nameServer>127.0.0.1:0</nameServer></mx>                    | mx/nameServer: '127.0.0.1:0' is nowhere to send a question to
            <mx><secret>x</secret></mx>                                      | mx/secret: is not a key. Known here: lookup, nameServer, port, self, trusted
            <delivery><delayTime>soon</delayTime></delivery>                 | delivery/delayTime: 'soon' is not a duration
            <delivery><delayTime>1*1 minute,</delayTime></delivery>          | delivery/delayTime: '1*1 minute,' holds an empty wait
            <delivery><outgoing>mine</outgoing></delivery>                   | delivery/outgoing: is set by Domain Sharing itself, per peer. Remove it
            <delivery><smartHost>smart.example.net:x</smartHost></delivery>  | delivery/smartHost: 'smart.example.net:x' is not host[:port]. Write a host such as smart.example.net:25
            <delivery><smartHostOnError>true</smartHostOnError></delivery>   | delivery/smartHostOnError: 'true' needs a smart host. Add <smartHost>smart.example.net:25</smartHost>, or write false
            <delivery><smartHost>a</smartHost><smartHostOnError>yes</smartHostOnError></delivery> | delivery/smartHostOnError: 'yes' is neither true nor false
            <lookup><startTLS>yes</startTLS></lookup>                        | lookup/startTLS: 'yes' is not true, false or required. Write true, false or required
            <lookup><heloName>my host</heloName></lookup>                    | lookup/heloName: 'my host' is not a host name. Write a host name
            <lookup><vrfyFallbackToRcpt>1</vrfyFallbackToRcpt></lookup>      | lookup/vrfyFallbackToRcpt: '1' is neither true nor false
            <delivery><timeout>soon</timeout></delivery>                     | delivery/timeout: 'soon' is not a duration
            <delivery><startTLS>yes</startTLS></delivery>                    | delivery/startTLS: 'yes' is not true, false or required
            <delivery><mail.smtp.quitwait>true</mail.smtp.quitwait></delivery> | delivery/mail.smtp.quitwait: has no effect on how Domain Sharing sends mail. Remove it
            <delivery><mail.smtp.ssl.protocols>TLSv9</mail.smtp.ssl.protocols></delivery> | delivery/mail.smtp.ssl.protocols: 'TLSv9' is not of
            <delivery><mail.smtp.auth.mechanisms>NTLM</mail.smtp.auth.mechanisms></delivery> | delivery/mail.smtp.auth.mechanisms: 'NTLM' is not of [PLAIN, LOGIN]
            <delivery><gatewayUsername>paris</gatewayUsername></delivery>    | delivery/gatewayPassword: is missing
            <delivery><starttls>true</starttls></delivery>                   | delivery/starttls: is not a key
            <senders><verify>perhaps</verify></senders>                      | senders/verify: 'perhaps' is neither true nor false. Write true or false
            <senders><check>true</check></senders>                           | senders/check: is not a key. Known here: verify
            <accounts><whenPeerUnreachable>ask</whenPeerUnreachable></accounts> | accounts/whenPeerUnreachable: 'ask' is neither refuse nor allow. Write refuse or allow
            <accounts><whenPeerIsUnreachable>allow</whenPeerIsUnreachable></accounts> | accounts/whenPeerIsUnreachable: is not a key. Did you mean whenPeerUnreachable? Known here: whenPeerUnreachable
            <lists><share>yes</share></lists>                                | lists/share: 'yes' is neither true nor false. Write true or false
            <lists><shared>true</shared></lists>                             | lists/shared: is not a key. Did you mean share? Known here: share
            <webadmin><host>https://mail.example</host></webadmin>           | webadmin/host: 'https://mail.example' is not host[:port]. Write the name that a browser
            <webadmin><host>*</host></webadmin>                              | webadmin/host: '*' holds no host name or IP address
            <webadmin><hosts>mail.example</hosts></webadmin>                 | webadmin/hosts: is not a key. Did you mean host? Known here: host
            """)
    void configurationShouldBeRefusedNamingFileKeyValueAndRemedy(String xml, String message) {
        assertThatThrownBy(() -> parse(xml + "<peers>" + PEER + "</peers>"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("conf/domainsharing.xml: " + message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <peers><peer><name>undetermined</name><smtp>h</smtp></peer></peers> | peers/peer/name: 'undetermined' names the queue
            <peers><peer><name>gateway-c.example</name><smtp>h</smtp></peer></peers> | peers/peer/name: 'gateway-c.example' is how gateways are named
            <peers><peer><name>a</name></peer></peers>                 | peers/peer/smtp: is missing
            <peers><peer><smtp>h</smtp></peer></peers>                 | peers/peer/name: is missing. Give every peer a short name
            <peers><peer><name>a</name><smtp>h:0</smtp></peer></peers> | peers/peer/smtp: 'h:0' has port 0
            <peers><peer><name>a</name><smtp>h:x</smtp></peer></peers> | peers/peer/smtp: 'h:x' is not host[:port]
            <peers><peer><name>a</name><smtp>h:</smtp></peer></peers> | peers/peer/smtp: 'h:' is not host[:port]
            <peers><peer><name>a</name><smtp>[2001:db8::1]:</smtp></peer></peers> | peers/peer/smtp: '[2001:db8::1]:' is not host[:port]
            <peers><peer><name>a</name><smtp>h</smtp><port>1</port></peer></peers> | peers/peer/port: is not a key
            <peers><peer><name>a</name><smtp>h</smtp><mingerPort>70000</mingerPort></peer></peers> | peers/peer/mingerPort: '70000' is not between 1 and 65535
            <peers><peer><name>a</name><smtp>h</smtp><lookup>SMTP</lookup></peer></peers> | peers/peer/lookup: 'SMTP' is no way to look up addresses. Write minger, vrfy or rcpt
            <peers><peer><name>a</name><smtp>h</smtp><tls>always</tls></peer></peers> | peers/peer/tls: 'always' is neither opportunistic nor required nor the SHA-256 of a certificate. Write opportunistic, required or 64 hex
            <peers><peer><name>a</name><smtp>h</smtp><tls>Required</tls></peer></peers> | peers/peer/tls: 'Required' is neither
            <peers><peer><name>a</name><smtp>h</smtp><tls>abcd</tls></peer></peers> | peers/peer/tls: 'abcd' is neither
            <peers><peer><name>a</name><smtp>h</smtp><tls/></peer></peers>      | peers/peer/tls: is empty
            <peers><peer><name>a</name><smtp>h</smtp><unknownUser>450 4.1.1</unknownUser></peer></peers> | peers/peer/unknownUser: '450 4.1.1' does not begin with a 5yz code and a space. Write how the reply begins
            <peers><peer><name>a</name><smtp>h</smtp><unknownUser>5.4.1</unknownUser></peer></peers> | peers/peer/unknownUser: '5.4.1' does not begin with
            <peers><peer><name>a</name><smtp>h</smtp><unknownUser>unknown user</unknownUser></peer></peers> | peers/peer/unknownUser: 'unknown user' does not begin with
            <peers><peer><name>a</name><smtp>h</smtp><trusted>tokyo</trusted></peer></peers> | peers/peer/trusted: 'tokyo' is not an IP address or network
            <peers><peer><name>a</name><smtp>h</smtp></peer><peer><name>a</name><smtp>h</smtp></peer></peers> | peers/peer[2]/name: 'a' names another peer already
            """)
    void peersShouldBeRefusedNamingFileKeyValueAndRemedy(String xml, String message) {
        assertThatThrownBy(() -> parse(xml))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("conf/domainsharing.xml: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, h%d.example, 16",
        "trusted, 192.0.2.%d, 64",
        "domain, d%d.example, 256",
    })
    void listOfAPeerShouldBeRefusedWhenItIsLongerThanItsBound(String key, String value, int most) throws Exception {
        String smtp = key.equals("smtp") ? "" : "<smtp>h</smtp>";
        String peer = "<peers><peer><name>a</name>" + smtp + "%s</peer></peers>";
        Function<Integer, String> elements = count -> IntStream.range(0, count)
                .mapToObj(i -> "<" + key + ">" + String.format(Locale.ROOT, value, i) + "</" + key + ">")
                .collect(Collectors.joining());

        assertThat(parse(String.format(Locale.ROOT, peer, elements.apply(most))).peers())
                .hasSize(1);
        assertThatThrownBy(() -> parse(String.format(Locale.ROOT, peer, elements.apply(most + 1))))
                .hasMessageEndingWith("peers/peer/" + key + ": is given " + (most + 1) + " times. Write it at most "
                        + most + " times");
    }

    @Test
    void keysOfAPeerShouldBeThoseThatAreRead() {
        assertThatThrownBy(() -> parse("<peers><peer><name>a</name><smtp>h</smtp><noSuchKey/></peer></peers>"))
                .hasMessageEndingWith("Known here: "
                        + String.join(", ", PeerBlock.KEYS.stream().sorted().toList()));
    }

    @Test
    void valueShouldBeRefusedUnseenWhenItIsTooLong() {
        assertThatThrownBy(() -> parse("<node>" + "x".repeat(1025) + "</node>"))
                .hasMessageEndingWith("node: is 1025 characters long. Write at most 1024");
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
            <domain>c.example</domain><smtp>h</smtp><verify>SMTP</verify>          | gateway/verify: 'SMTP' is no way to verify addresses. Write minger, vrfy, rcpt, file or none
            <domain>c.example</domain><smtp>h</smtp><verify>vrfy</verify><mingerPort>1</mingerPort> | gateway/mingerPort: has no meaning where <verify> is vrfy
            <domain>c.example</domain><smtp>h</smtp><verify>rcpt</verify><secret>abc</secret> | gateway/secret: has no meaning where <verify> is rcpt
            <domain>c.example</domain><smtp>h</smtp><verify>all</verify>           | gateway/verify: 'all' is no way to verify addresses
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <every>5</every>                                       | secondaries/every: '5' has no unit. Write a duration such as 5 minutes
            <every>2 days</every>                                  | secondaries/every: '2 days' is not between PT1S and PT24H
            <secondary><domain>a.org</domain></secondary>          | secondaries/secondary/smtp: is missing. Write the host
            <secondary><smtp>h:x</smtp></secondary>                | secondaries/secondary/smtp: 'h:x' is not host[:port]
            <secondary><smtp>h</smtp></secondary>                  | secondaries/secondary/domain: is missing. Write the domain of this server
            <secondary><smtp>h</smtp><domain>a b</domain></secondary> | secondaries/secondary/domain:
            <secondary><smtp>h</smtp><domain>a.org</domain><domain>A.org</domain></secondary> | secondaries/secondary/domain: 'a.org' is given twice
            <secondary><smtp>h</smtp><domain>a.org</domain><trusted>backup</trusted></secondary> | secondaries/secondary/trusted: 'backup' is not an IP address or network
            <secondary><smtp>h</smtp><domain>a.org</domain><name>x</name></secondary> | secondaries/secondary/name: is not a key. Known here: domain, smtp, trusted
            <secondary><smtp>h</smtp><domain>a.org</domain></secondary><secondary><smtp>h:25</smtp><domain>b.org</domain></secondary> | secondaries/secondary[2]/smtp: 'h:25' stands here already
            <secondary><smtp>h</smtp><domain>a.org</domain></secondary><secondary><smtp>i</smtp><domain>Relayed.example</domain></secondary> | secondaries/secondary[2]/domain: 'relayed.example' is also a gateway's (gateways/gateway[2]/domain): this server would be primary and secondary of one domain. Keep it in one of the two
            <secondarys/>                                          | secondaries/secondarys: is not a key
            """)
    void secondaryShouldBeRefusedNamingFileKeyValueAndRemedy(String xml, String message) {
        String gateways = "<gateways><gateway><domain>c.example</domain><smtp>h</smtp></gateway>"
                + "<gateway><domain>relayed.example</domain><smtp>h</smtp></gateway></gateways>";
        assertThatThrownBy(() -> parse(gateways + "<secondaries>" + xml + "</secondaries>"))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith("conf/domainsharing.xml: " + message);
    }

    @Test
    void configurationShouldBeRefusedWhenItsRootElementHasAnotherName() {
        assertThatThrownBy(() -> DomainSharingConfiguration.from(load("<domain-sharing/>"), HOST_NAME))
                .hasMessageContaining("<domain-sharing>: is not the root element");
    }

    @Test
    void errorShouldNotShowTheSecret() {
        assertThatThrownBy(() -> parse("<peers>" + peer("<secret>hush hush</secret>") + "</peers>"))
                .hasMessageContaining("peers/peer/secret")
                .hasMessageNotContaining("hush");
    }

    private static String peer(String more) {
        return PEER.replace("</peer>", more + "</peer>");
    }

    private static DomainSharingConfiguration parse(String content) throws Exception {
        return DomainSharingConfiguration.from(load("<domainsharing>" + content + "</domainsharing>"), HOST_NAME);
    }

    /** As James's FileConfigurationProvider reads a file. */
    private static HierarchicalConfiguration<ImmutableNode> load(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        configuration.setListDelimiterHandler(new DisabledListDelimiterHandler());
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }
}
