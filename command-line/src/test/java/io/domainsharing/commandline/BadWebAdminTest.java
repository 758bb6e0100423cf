// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands make of a WebAdmin that is not there, is silent, never ends, or says something else. */
@Tag("O4")
@Timeout(60)
class BadWebAdminTest extends RemoteCommandsFixture {
    @Test
    void serverThatIsNotThereShouldBeToldWithARemedy() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Run run = shell.run("peers", "--webadmin", "http://127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("nobody listens there", "Is James running", "--webadmin");
    }

    @Test
    void serverThatSaysNothingShouldCostNoMoreThanTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = shell.run("peers", "--timeout", "1", "--webadmin", "http://127.0.0.1:" + silent.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains("does not answer within 1000 ms");
        }
    }

    @Test
    void bodyThatStopsShouldCostNoMoreThanTheTimeout() {
        try (UnendingWebAdmin unending = new UnendingWebAdmin(new byte[0])) {
            Run run = shell.run("peers", "--timeout", "1", "--webadmin", unending.url());

            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains("does not answer within 1000 ms");
        }
    }

    @Test
    void bodyWithoutEndShouldBeCutOff() {
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        try (UnendingWebAdmin unending = new UnendingWebAdmin(blanks)) {
            Run run = shell.run("peers", "--timeout", "50", "--webadmin", unending.url());

            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains("it sends more than 64 MB");
        }
    }

    /** What keeps a process alive is a thread that is no daemon. */
    @Test
    void answerThatWasGivenUpShouldKeepNoProcessAlive() {
        try (UnendingWebAdmin unending = new UnendingWebAdmin(new byte[0])) {
            shell.run("peers", "--timeout", "1", "--webadmin", unending.url());

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("HttpClient"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void serverWithoutTheRoutesShouldBeTold() {
        webAdmin.on(
                "GET /domain-sharing",
                404,
                "{\"statusCode\":404,\"message\":\"GET /domain-sharing can not be found\"}");

        Run run = run("status");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("extensions.routes");
    }

    @ParameterizedTest
    @CsvSource({
        "owner bob@example.com, GET /domain-sharing/owners/bob%40example.com",
        "peers, GET /domain-sharing/peers",
        "cache, GET /domain-sharing/cache",
        "cache show bob@example.com, GET /domain-sharing/cache/bob%40example.com",
        "status, GET /domain-sharing",
        "findings, GET /domain-sharing/findings",
        "conflicts, GET /domain-sharing/conflicts"
    })
    void answerOfAnotherShapeShouldBeNoSuccess(String arguments, String request) {
        for (String body : List.of("", "{}", "{\"hello\":\"world\"}", "[1,2]", "\"ok\"", "null")) {
            webAdmin.on(request, 200, body);

            for (String options : List.of("", " --json")) {
                Run run = run((arguments + options).split(" ", -1));
                assertThat(run.exitCode()).as(body).isEqualTo(9);
                assertThat(run.err()).as(body).contains("something else than was asked for: is it WebAdmin?");
                assertThat(run.out()).isEmpty();
            }
        }
    }

    @Test
    void refusalWithoutAWordShouldBeToldAllTheSame() {
        webAdmin.on("DELETE /domain-sharing/peers/tokyo?queue=requeue", 409, "");

        Run run = run("peers", "remove", "tokyo");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err()).contains(webAdmin.url() + " refused the request (HTTP 409)");
    }

    @Test
    void refusalOfAForeignHostShouldBeToldInWebAdminsWords() {
        webAdmin.on("GET /domain-sharing", 403, "{\"statusCode\":403,\"message\":\"of another origin\"}");
        Run forbidden = run("status");
        webAdmin.on("GET /domain-sharing", 421, "{\"statusCode\":421,\"message\":\"Write that name\"}");
        Run misdirected = run("status");

        assertThat(forbidden.exitCode()).isEqualTo(5);
        assertThat(forbidden.err()).contains("of another origin (HTTP 403)").doesNotContain("token");
        assertThat(misdirected.exitCode()).isEqualTo(8);
        assertThat(misdirected.err()).contains("Write that name (HTTP 421)");
    }

    @Test
    void textOfServersShouldNeverReachTheTerminalRaw() {
        String hostile = "\\u001b[2J\\u009b31m\\u202egnp.exe\\r\\n\\u007f\\u2028";
        webAdmin.on(
                "GET /domain-sharing/peers",
                200,
                "[{\"name\":\"" + hostile + "\",\"state\":\"" + hostile + "\",\"smtp\":[\"" + hostile
                        + "\"],\"lastFailure\":\"" + hostile + "\"}]");
        webAdmin.on("GET /domain-sharing/conflicts", 500, "{\"message\":\"" + hostile + "\"}");

        for (Run run : List.of(run("peers"), run("peers", "--json"), run("conflicts"))) {
            assertThat(run.out() + run.err())
                    .doesNotContain(ESCAPE, "\u009b", "\u202e", "\r", "\u007f", "\u2028")
                    .contains("gnp.exe");
        }
        assertThat(run("peers").out()).contains("\\u{1b}[2J\\u{9b}31m\\u{202e}gnp.exe\\u{d}\\u{a}\\u{7f}\\u{2028}");
        assertThat(run("peers", "--json").out().lines()).hasSize(1);
    }
}
