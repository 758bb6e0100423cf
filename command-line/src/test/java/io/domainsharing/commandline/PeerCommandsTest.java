// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands that add, change and remove peers: what they send to WebAdmin, and what they say. */
@Tag("O4")
@Timeout(60)
class PeerCommandsTest extends RemoteCommandsFixture {
    @Test
    void peerShouldBeAddedWithAllItsKeysAndItsSecretFromTheEnvironment() {
        Run run = run(
                "peers",
                "add",
                "oslo",
                "--smtp",
                "oslo.example.net",
                "--smtp",
                "192.0.2.1:2525",
                "--lookup",
                "minger",
                "--minger-port",
                "4070",
                "--secret-env",
                "OSLO_SECRET",
                "--digest-port",
                "4071",
                "--trusted",
                "192.0.2.0/24",
                "--domain",
                "example.com",
                "--proof",
                "required",
                "--mode",
                "observe",
                "--tls",
                "required",
                "--unknown-user",
                "550 5.4.1",
                "--unknown-user",
                "554 Not here, sorry");

        assertThat(run.exitCode()).isZero();
        assertThat(webAdmin.asked().get(0).request()).isEqualTo("PUT /domain-sharing/peers/oslo");
        assertThat(webAdmin.asked().get(0).body())
                .isEqualTo(
                        "{\"smtp\":[\"oslo.example.net\",\"192.0.2.1:2525\"],\"lookup\":\"minger\",\"mingerPort\":4070,"
                                + "\"digestPort\":4071,"
                                + "\"secret\":\"ThisIsASharedSecret\",\"trusted\":[\"192.0.2.0/24\"],\"domain\":[\"example.com\"],"
                                + "\"proof\":\"required\",\"mode\":\"observe\",\"tls\":\"required\","
                                + "\"unknownUser\":[\"550 5.4.1\",\"554 Not here, sorry\"]}");
        assertThat(run.out() + run.err()).doesNotContain("ThisIsASharedSecret");
    }

    @Test
    void modeShouldBePutAlone() {
        run("peers", "mode", "oslo", "observe");

        assertThat(webAdmin.asked().get(0).request()).isEqualTo("PUT /domain-sharing/peers/oslo");
        assertThat(webAdmin.asked().get(0).body()).isEqualTo("{\"mode\":\"observe\"}");
        assertThat(run("peers", "mode", "oslo").exitCode()).isEqualTo(2);
    }

    @Test
    void replacedPeerShouldKeepItsSecretWhenNoneIsNamedAndThatBeSaid() {
        Run run = run("peers", "add", "oslo", "--replace", "--smtp", "oslo.example.net");

        assertThat(webAdmin.asked().get(0).body()).isEqualTo("{\"smtp\":[\"oslo.example.net\"]}");
        assertThat(webAdmin.asked().get(0).condition()).isEmpty();
        assertThat(run.out()).contains("a secret that it had stays");
        assertThat(run("peers", "add", "oslo", "--replace", "--smtp", "h", "--secret-env", "OSLO_SECRET")
                        .out())
                .doesNotContain("stays");
    }

    @Test
    void peerThatIsThereShouldNotBeAddedAgainUnlessItIsToBeReplaced() {
        webAdmin.on(
                "PUT /domain-sharing/peers/oslo",
                412,
                "{\"statusCode\":412,\"message\":\"There is a peer oslo already; nothing has changed\"}");

        Run run = run("peers", "add", "oslo", "--smtp", "oslo.example.net");

        assertThat(webAdmin.asked().get(0).condition()).isEqualTo("If-None-Match: *");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("There is a peer oslo already", "--replace");
    }

    @Test
    void removalOfAPeerThatIsNotThereShouldFailWithWords() {
        webAdmin.on(
                "DELETE /domain-sharing/peers/oslo?queue=requeue",
                412,
                "{\"statusCode\":412,\"message\":\"There is no peer oslo; nothing has changed\"}");

        Run run = run("peers", "remove", "oslo");

        assertThat(webAdmin.asked().get(0).condition()).isEqualTo("If-Match: *");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("There is no peer oslo; nothing has changed (HTTP 412)");
    }
}
