// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What in {@code domainsharing.xml} stops the start, with the message that names it. */
class RefusedConfigurationTest extends ConfigurationFixture {
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
            <lookup><timeout>6s</timeout></lookup>                           | lookup/timeout: timeout 6 s is longer than the whole budget 5 s
            <lookup><attempts>0</attempts></lookup>                          | lookup/attempts: '0' is not between 1 and 20
            <lookup><bind>mx1</bind></lookup>                                | lookup/bind: 'mx1' is not an IP address
            <lookup timeout="1s"/>                                           | lookup/@timeout: attributes have no meaning. Write it as an element
            <cache><found>never</found></cache>                              | cache/found: 'never' is not a duration
            <cache><found>1 hour</found><refreshAfter>2 hours</refreshAfter></cache> | cache/refreshAfter: refreshAfter 2 h is longer than found 1 h
            <cache><maximumSize>many</maximumSize></cache>                   | cache/maximumSize: 'many' is not a whole number
            <cache><path>/var/cache</path></cache>                           | cache/path: '/var/cache' does not start with file://
            <minger/>                                                        | minger/secret: is missing and anonymous queries are off
            <minger><secret>two words</secret></minger>                      | minger/secret: a secret is 1 to 50 visible ASCII characters
            <minger><secret>${env:NO_SUCH_VARIABLE_HERE}</secret></minger>   | minger/secret: '${env:NO_SUCH_VARIABLE_HERE}' is not set. Set that environment variable
            <minger><secret/></minger>                                       | minger/secret: is empty
            <minger><bind>:4069</bind><secret>x</secret></minger>            | minger/bind:
            <minger><allow>10.0.0.1/8</allow><secret>x</secret></minger>     | minger/allow: '10.0.0.1/8' has bits set outside its prefix
            <digest><every>0s</every></digest>                               | digest/every:
            <digest><trustedFor>soon</trustedFor></digest>                   | digest/trustedFor:
            <digest><bind>:4069</bind></digest>                              | digest/bind:
            <digest><port>4069</port></digest>                               | digest/port: is not a key
            <harvest><unknowns>0</unknowns></harvest>                        | harvest/unknowns:
            <harvest><within>0s</within></harvest>                           | harvest/within:
            <harvest><delay>11s</delay></harvest>                            | harvest/delay:
            <harvest><unknown>3</unknown></harvest>                          | harvest/unknown: is not a key
            <mx><lookup>dns</lookup></mx>                                    | mx/lookup: 'dns' is neither minger nor vrfy nor rcpt. Write minger, vrfy or rcpt
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
            <lookup><startTLS>yes</startTLS></lookup>                        | lookup/startTLS: 'yes' is neither true nor false nor required. Write true, false or required
            <lookup><heloName>my host</heloName></lookup>                    | lookup/heloName: 'my host' is not a host name. Write a host name
            <lookup><vrfyFallbackToRcpt>1</vrfyFallbackToRcpt></lookup>      | lookup/vrfyFallbackToRcpt: '1' is neither true nor false
            <delivery><timeout>soon</timeout></delivery>                     | delivery/timeout: 'soon' is not a duration
            <delivery><startTLS>yes</startTLS></delivery>                    | delivery/startTLS: 'yes' is neither true nor false nor required
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
            <cluster><state>mysql</state></cluster>                          | cluster/state: 'mysql' is neither auto nor local nor cassandra nor postgres nor redis. Write auto, local, cassandra, postgres or redis
            <cluster><stat>auto</stat></cluster>                             | cluster/stat: is not a key. Did you mean state? Known here: redis, state
            <cluster><state>redis</state></cluster>                          | cluster/redis: is missing. Write such as redis://:password@redis.example.net:6379, or rediss:// for TLS
            <cluster><state>local</state><redis>redis://r:6379</redis></cluster> | cluster/redis: is given, and cluster/state is local. Write <state>redis</state>, or remove it
            <cluster><state>redis</state><redis>http://:pw@r</redis></cluster> | cluster/redis: begins neither with redis:// nor with rediss://. Write such as redis://:password@redis.example.net:6379, or rediss:// for TLS
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
            <peers><peer><name>a</name><smtp>h</smtp><digestPort>0</digestPort></peer></peers> | peers/peer/digestPort: '0' is not between 1 and 65535
            <peers><peer><name>a</name><smtp>h</smtp><lookup>SMTP</lookup></peer></peers> | peers/peer/lookup: 'SMTP' is neither minger nor vrfy nor rcpt. Write minger, vrfy or rcpt
            <peers><peer><name>a</name><smtp>h</smtp><proof>always</proof></peer></peers> | peers/peer/proof: 'always' is neither auto nor required nor never. Write auto, required or never
            <peers><peer><name>a</name><smtp>h</smtp><mode>watch</mode></peer></peers> | peers/peer/mode: 'watch' is neither share nor observe nor drain. Write share, observe or drain
            <peers><peer><name>a</name><smtp>h</smtp><proof>required</proof></peer></peers> | peers/peer/proof: is required, and without <secret> there is nothing to prove. Write <secret>, or auto
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
        "unknownUser, 550 5.4.1 no %d, 64",
    })
    void listOfAPeerShouldBeRefusedWhenItIsLongerThanItsBound(String key, String value, int most) throws Exception {
        String smtp = key.equals("smtp") ? "" : "<smtp>h</smtp>";
        String peer = "<peers><peer><name>a</name>" + smtp + "%s</peer></peers>";

        assertThat(parse(String.format(Locale.ROOT, peer, elements(key, value, most)))
                        .peers())
                .hasSize(1);
        assertThatThrownBy(() -> parse(String.format(Locale.ROOT, peer, elements(key, value, most + 1))))
                .hasMessageEndingWith("peers/peer/" + key + ": is given " + (most + 1) + " times. Write it at most "
                        + most + " times");
    }

    @Test
    void valueShouldBeRefusedUnseenWhenItIsTooLong() {
        assertThatThrownBy(() -> parse("<node>" + "x".repeat(1025) + "</node>"))
                .hasMessageEndingWith("node: is 1025 characters long. Write at most 1024");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <every>5</every>                                       | secondaries/every: '5' has no unit. Write a duration such as 5 minutes
            <every>2 days</every>                                  | secondaries/every: '2 days' is not between 1 s and 1 d
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
}
