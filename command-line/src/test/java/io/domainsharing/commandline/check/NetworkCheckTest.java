// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.MisbehavingMingerPeer.Behaviour;
import io.domainsharing.ownership.mx.NameServer;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} finds on the network, against a peer and a DNS server on loopback. */
@Tag("O4")
@Timeout(60)
class NetworkCheckTest {
    private final NameServer dns = new NameServer();
    private final ScriptedSmtpServer smtp = new ScriptedSmtpServer();
    private SampleConf conf;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        conf = SampleConf.in(folder.resolve("conf"))
                .replace(
                        "domainsharing.xml",
                        "<!-- <timeout>1s</timeout> -->",
                        "<timeout>200ms</timeout><attempts>2</attempts>")
                .replace(
                        "domainsharing.xml",
                        "<!-- <self>mx1.example.com</self> -->",
                        "<self>mx.paris.example</self><nameServer>127.0.0.1:"
                                + dns.address().getPort() + "</nameServer>");
        dns.set("tokyo.example.net", "60 A 127.0.0.1");
        dns.set("mx.paris.example", "60 A 192.0.2.1");
        dns.set("elsewhere.example.net", "60 A 192.0.2.99");
        dns.set("example.com", "60 MX 10 mx.paris.example.", "60 MX 20 tokyo.example.net.");
    }

    @AfterEach
    void close() {
        dns.close();
        smtp.close();
    }

    private Run check(Behaviour minger, String keys) {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(minger)) {
            return check("<mingerPort>" + peer.address().getPort() + "</mingerPort>" + keys);
        }
    }

    private Run check(String keys) {
        conf.peers("<peer><name>tokyo</name><smtp>tokyo.example.net:" + smtp.port() + "</smtp>" + keys + "</peer>");
        return Shell.with(Map.of()).run("check", conf.folder().toString()).withoutLines();
    }

    @Test
    void peerThatAnswersShouldBeWell() {
        Run run = check(MisbehavingMingerPeer.answers(3), "<secret>secret-of-tokyo-0123456789</secret>");

        assertThat(run.out())
                .contains(
                        "answers by Minger in",
                        "and takes the secret",
                        "DNS: MX of example.com",
                        "names this server and its peers")
                .contains("warning domainsharing.xml: peers/peer[tokyo]/smtp (tokyo.example.net:" + smtp.port()
                        + ") does not offer STARTTLS");
        assertThat(run.out()).contains("skipped WebAdmin was not given: neither clocks");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    @Test
    void wrongSecretShouldBeAnError() {
        Run run = check(MisbehavingMingerPeer.answers(2), "<secret>an-old-secret-of-tokyo</secret>");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "error   domainsharing.xml: peers/peer[tokyo]/secret is wrong: tokyo does not take it",
                        "-> Write here what stands in <minger><secret> of tokyo")
                .doesNotContain("an-old-secret");
        assertThat(check(MisbehavingMingerPeer.answers(2), "").out())
                .contains("secret is left out, and tokyo answers no anonymous queries");
    }

    @Test
    void silentPeerShouldBeAnError() {
        Run run = check(MisbehavingMingerPeer.drops(), "");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("does not answer by Minger: ", "every firewall let UDP port");
    }

    @Test
    void peerThatDoesNotLetAskShouldBeAnError() {
        assertThat(check(MisbehavingMingerPeer.answers(1), "").out())
                .contains("error", "does not let this machine ask", "<trusted>");
    }

    @Test
    void peerThatClaimsEverythingShouldBeWarnedOf() {
        assertThat(check(MisbehavingMingerPeer.answers(5), "").out())
                .contains("warning", "has an address that nobody can have");
        assertThat(check("<lookup>rcpt</lookup>").out())
                .contains("says yes by RCPT to an address that nobody can have");
    }

    @Test
    void lookUpsBySmtpShouldBeTried() {
        smtp.on("VRFY", line -> "550 5.1.1 no such user");
        assertThat(check("<lookup>vrfy</lookup>").out()).contains("tells by VRFY that an address does not exist");

        smtp.on("VRFY", line -> "252 2.0.0 cannot tell");
        Run run = check("<lookup>vrfy</lookup>");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("does not tell by VRFY: ", "<vrfy><allow>");
    }

    @Test
    void smtpThatCannotBeUsedShouldBeAnError() {
        smtp.on("STARTTLS", line -> "454 4.7.0 not now").on("EHLO", line -> "250-test\r\n250 STARTTLS");
        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains("error", "offers STARTTLS, and it fails");

        smtp.close();
        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains("takes no mail: ", "let TCP port " + smtp.port() + " through");
    }

    @Test
    void trustedShouldCoverTheHostsOfThePeer() {
        assertThat(check(MisbehavingMingerPeer.answers(3), "<trusted>192.0.2.0/24</trusted>")
                        .out())
                .contains(
                        "warning domainsharing.xml: peers/peer[tokyo]/trusted (192.0.2.0/24) does not cover 127.0.0.1",
                        "-> Add <trusted>127.0.0.1</trusted>");
        assertThat(check(MisbehavingMingerPeer.answers(3), "<trusted>127.0.0.0/8</trusted>")
                        .out())
                .doesNotContain("does not cover");
    }

    @Test
    void nameWithoutAddressShouldBeAnError() {
        dns.set("tokyo.example.net");

        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains("error", "has no address that can be found", "/etc/hosts");
    }

    @Test
    void mxRecordsShouldNameThisServerAndItsPeersAndNobodyElse() {
        dns.set("example.com", "60 MX 10 elsewhere.example.net.");

        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains(
                        "warning DNS: MX of example.com does not name this server",
                        "warning DNS: MX of example.com (elsewhere.example.net) is neither this server nor a peer",
                        "warning DNS: MX of example.com names no host of peer tokyo");

        dns.set("example.com");
        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains("names no host, and the domain has no address");

        dns.fail("example.com");
        assertThat(check(MisbehavingMingerPeer.answers(3), "").out())
                .contains("skipped DNS: MX of example.com cannot be told");
    }

    @Test
    void sourceAddressOfAnotherMachineShouldBeWarnedOf() {
        conf.replace("domainsharing.xml", "<!-- <bind>0.0.0.0</bind> -->", "<bind>192.0.2.77</bind>");

        Run run = check(MisbehavingMingerPeer.answers(3), "");

        assertThat(run.out())
                .contains("lookup/bind (192.0.2.77) is no address of this machine", "answers by Minger in");
    }

    @Test
    void nothingShouldBeAskedOffline() {
        conf.peers("<peer><name>tokyo</name><smtp>tokyo.example.net:" + smtp.port() + "</smtp></peer>");

        Shell.with(Map.of()).run("check", "--offline", conf.folder().toString());

        assertThat(smtp.connections()).isZero();
        assertThat(dns.asked("example.com. MX")).isZero();
    }
}
