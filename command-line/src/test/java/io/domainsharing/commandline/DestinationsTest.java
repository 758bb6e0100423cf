// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is shown and done of one peer, of gateways and of secondaries, besides what the page on the command shows. */
@Timeout(60)
class DestinationsTest extends RemoteCommandsFixture {
    @Test
    void peerThatIsNotThereShouldNotBeShown() {
        Run run = run("peers", "show", "oslo");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("There is no peer of that name");
    }

    @Test
    void refusalOfAPeerAndNothingOfASecretShouldBeShown() {
        webAdmin.on(
                "GET /domain-sharing/peers/oslo",
                200,
                "{\"name\":\"oslo\",\"smtp\":[\"h:25\"],\"lookup\":\"minger\",\"mingerPort\":4070,\"state\":\"refuses\","
                        + "\"refusal\":\"answered 2\",\"tls\":\"required\",\"trusted\":[\"192.0.2.0/24\"]}");

        Run run = run("peers", "show", "oslo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("oslo: refuses was never asked", "it says: answered 2", "minger, port 4070", "192.0.2.0/24")
                .contains("not known: James's queue cannot tell");
    }

    @Test
    void emptyListsShouldBeToldInWords() {
        webAdmin.on("GET /domain-sharing/gateways", 200, "[]").on("GET /domain-sharing/secondaries", 200, "[]");

        assertThat(run("gateways").out()).isEqualToIgnoringNewLines("There is no gateway.");
        assertThat(run("secondaries").out()).isEqualToIgnoringNewLines("There is no secondary.");
    }

    @Test
    void gatewayThatIsNotThereShouldNotBeFlushed() {
        webAdmin.on(
                "POST /domain-sharing/gateways/other.example/flush",
                404,
                "{\"statusCode\":404,\"message\":\"There is no gateway of that domain\"}");

        Run run = run("gateways", "flush", "other.example");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("There is no gateway of that domain");
    }

    @Test
    void webAdminShouldBeTheOneOfTheEnvironmentUnlessAnotherIsNamed() {
        Shell elsewhere = Shell.with(Map.of("DOMAIN_SHARING_WEBADMIN", webAdmin.url()));

        assertThat(elsewhere.run("gateways", "--json").out()).contains("customer.example");
        assertThat(elsewhere
                        .run("gateways", "--webadmin", "http://paris.invalid:8000")
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void variableThatHoldsNoUrlShouldBeNamed() {
        Run run = Shell.with(Map.of("DOMAIN_SHARING_WEBADMIN", "paris:8000")).run("peers");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("DOMAIN_SHARING_WEBADMIN", "'paris:8000' is not a URL");
    }
}
