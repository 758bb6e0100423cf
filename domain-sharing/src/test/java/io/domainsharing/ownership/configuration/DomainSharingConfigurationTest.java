// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.AccountsConfiguration.WhenPeerUnreachable;
import io.domainsharing.ownership.configuration.ClusterConfiguration.State;
import io.domainsharing.smtpclient.Credentials;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class DomainSharingConfigurationTest extends ConfigurationFixture {
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
                        new WebAdminAccessConfiguration(List.of()),
                        ClusterConfiguration.DEFAULT,
                        null,
                        null));
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
                    <proof>never</proof><mode>drain</mode><tls>required</tls><unknownUser>550 5.4.1</unknownUser><unknownUser>554-No, not
                      here</unknownUser><digestPort>4074</digestPort>
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
                <accounts><whenPeerUnreachable>allow</whenPeerUnreachable></accounts><lists><share>true</share></lists>
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
                </secondaries><webadmin><host>mail-admin.example.com</host><host>[2001:db8::1]:8443</host></webadmin>
                <cluster><state>redis</state><redis>rediss://:s@r.example.net</redis></cluster>
                <digest><every>5 minutes</every><trustedFor>0 s</trustedFor><bind>127.0.0.1:4075</bind></digest>
                <harvest><unknowns>5</unknowns><within>3 min</within><delay>1 ms</delay></harvest>
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
                                PeerProof.NEVER,
                                new PeerTls.Required(),
                                List.of(new ReplyBeginning("550 5.4.1"), new ReplyBeginning("554 No, not here")),
                                PeerMode.DRAIN,
                                false,
                                4074)),
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
                                HostAndPort.fromString("[2001:db8::1]:8443"))),
                        new ClusterConfiguration(State.REDIS, List.of(RedisUri.parse("rediss://:s@r.example.net"))),
                        DigestConfigurationTest.OTHER,
                        new HarvestConfiguration(5, Duration.ofMinutes(3), Duration.ofMillis(1))));
    }

    @Test
    void emptyPeersShouldMeanThatAllAreAddedAtRunTime() throws Exception {
        DomainSharingConfiguration all = parse("<peers/>");
        assertThat(List.of(all.peers(), all.enabled(), all.peersByMx())).containsExactly(List.of(), true, false);
    }

    @Test
    void missingPeersShouldMeanThatTheyAreFoundByMx() throws Exception {
        DomainSharingConfiguration parsed = parse("<domains><domain>example.com</domain></domains>");
        assertThat(List.of(parsed.peersByMx(), parsed.peers())).isEqualTo(List.of(true, List.of()));
    }

    @Test
    void textShouldHideSecrets() throws Exception {
        String secret = peer("<secret>ThisIsASharedSecret</secret>");
        assertThat(parse("<peers>" + secret + "</peers>").toString()).doesNotContain("ThisIsASharedSecret");
    }
}
