// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to WebAdmin; what they print is in docs/command-line.md, see {@link DocumentedCommandsTest}. */
@Tag("O4")
@Timeout(60)
class RemoteCommandsTest {
    private static final String TOKEN = "header.payload.signature";
    private static final String ESCAPE = "\u001b";

    private final CannedWebAdmin webAdmin = new CannedWebAdmin();
    private final Shell shell = Shell.with(Map.of(
            "DOMAIN_SHARING_TOKEN", TOKEN, "OSLO_SECRET", "ThisIsASharedSecret", "OTHER", "other", "BAD", "two words"));

    @AfterEach
    void close() {
        webAdmin.close();
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--webadmin", webAdmin.url()));
        return shell.run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "owner bob@example.com, 0",
        "owner sales@example.com, 0",
        "owner x@example.com, 1",
        "owner y@example.com, 3",
        "peers, 0",
        "peers test, 1",
        "peers test tokyo, 0",
        "cache show x@example.com, 6",
        "cache show unheard-of@example.com, 6",
        "peers remove tokyo, 7",
        "conflicts, 1",
        "status, 0"
    })
    void exitCodeShouldTellTheAnswerWithAndWithoutJson(String arguments, int exitCode) {
        assertThat(run(arguments.split(" ", -1)).exitCode()).isEqualTo(exitCode);
        assertThat(run((arguments + " --json").split(" ", -1)).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void jsonShouldBeWebAdminsOnOneLine() {
        assertThat(run("cache", "--json").out())
                .isEqualToIgnoringNewLines(
                        "{\"size\":2,\"maximumSize\":1000000,\"hits\":12,\"misses\":3,\"refreshes\":1,"
                                + "\"evictions\":0,\"persistent\":true,\"storeState\":\"ok\"}");
        assertThat(run("peers", "flush", "tokyo", "--json").out()).isEqualToIgnoringNewLines("{\"done\":true}");
    }

    @Test
    void everyKindOfStepShouldBeShown() {
        assertThat(run("owner", "y@example.com").out())
                .isEqualTo(
                        """
                        y@example.com cannot be told now
                          here        none
                          remembered  owner              tokyo, since 1 min 30 s, asked again after 2026-03-02T09:15:00Z, until 2026-03-07T08:15:00Z
                          peer tokyo  no answer in time  3001 ms, did not answer 3 queries
                          catch-all   none
                          verdict     undetermined       tokyo: timeout
                          reply       451                4.4.3 Ask again later
                        """);
    }

    @Test
    void tokenShouldComeFromTheEnvironmentAndNeverBeShown() {
        webAdmin.wants(TOKEN);

        Run allowed = run("status");
        assertThat(allowed.exitCode()).isZero();
        assertThat(webAdmin.asked().get(0).authorization()).isEqualTo("Bearer " + TOKEN);

        Run refused = run("status", "--token-env", "OTHER");
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err())
                .contains("does not take this token (HTTP 401)")
                .doesNotContain("other.");
        assertThat(refused.out()).isEmpty();
        assertThat(allowed.out() + allowed.err() + refused.err()).doesNotContain(TOKEN);

        Run without = Shell.with(Map.of()).run("status", "--webadmin", webAdmin.url());
        assertThat(without.exitCode()).isEqualTo(5);
        assertThat(without.err()).contains("wants a token", "DOMAIN_SHARING_TOKEN", "--token-env");
    }

    @Test
    void tokenThatWouldCrossTheNetworkInTheClearShouldBeWarnedOf() {
        Run run = shell.run("status", "--webadmin", "http://paris.invalid:8000");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("the token goes to http://paris.invalid:8000 unencrypted", "no address");
        assertThat(run("status").err()).isEmpty();
    }

    @Test
    void secretThatWouldCrossTheNetworkInTheClearShouldBeWarnedOf() {
        Shell withoutToken = Shell.with(Map.of("OSLO_SECRET", "ThisIsASharedSecret"));
        String[] add = {"peers", "add", "oslo", "--smtp", "h", "--secret-env", "OSLO_SECRET", "--webadmin"};

        Run run = withoutToken.run(with(add, "http://paris.invalid:8000"));
        assertThat(run.err())
                .contains("the peer's secret goes to http://paris.invalid:8000 unencrypted")
                .doesNotContain("the token goes", "ThisIsASharedSecret");
        assertThat(withoutToken
                        .run("peers", "add", "oslo", "--smtp", "h", "--webadmin", "http://paris.invalid:8000")
                        .err())
                .doesNotContain("unencrypted");
        assertThat(withoutToken.run(with(add, "https://paris.invalid:8000")).err())
                .doesNotContain("unencrypted");
        assertThat(withoutToken.run(with(add, webAdmin.url())).err()).isEmpty();
    }

    private static String[] with(String[] arguments, String last) {
        return Stream.concat(Arrays.stream(arguments), Stream.of(last)).toArray(String[]::new);
    }

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
    void mistakeThatJamesFindsShouldBeShown() {
        webAdmin.on(
                "PUT /domain-sharing/peers/oslo", 400, "{\"statusCode\":400,\"message\":\"lookup: 'x' is no way\"}");

        Run run = run("peers", "add", "oslo", "--smtp", "oslo.example.net", "--lookup", "x");

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.err()).contains("lookup: 'x' is no way (HTTP 400)");
    }

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
                "--trusted",
                "192.0.2.0/24",
                "--domain",
                "example.com",
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
                                + "\"secret\":\"ThisIsASharedSecret\",\"trusted\":[\"192.0.2.0/24\"],\"domain\":[\"example.com\"],"
                                + "\"tls\":\"required\",\"unknownUser\":[\"550 5.4.1\",\"554 Not here, sorry\"]}");
        assertThat(run.out() + run.err()).doesNotContain("ThisIsASharedSecret");
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

    @ParameterizedTest
    @CsvSource({
        "cache evict bob@example.com, /domain-sharing/cache/bob%40example.com",
        "cache evict --domain example.com, /domain-sharing/cache?domain=example.com",
        "cache evict --peer tokyo, /domain-sharing/cache?peer=tokyo",
        "cache evict --all, /domain-sharing/cache"
    })
    void evictionShouldForgetWhatWasNamedAndNothingElse(String arguments, String path) {
        assertThat(run(arguments.split(" ", -1)).exitCode()).isZero();
        assertThat(webAdmin.asked()).extracting(CannedWebAdmin.Asked::request).containsExactly("DELETE " + path);
    }

    @Test
    void optionsShouldCountWhereverTheyStand() {
        assertThat(shell.run("peers", "--webadmin", webAdmin.url(), "test", "tokyo")
                        .exitCode())
                .isZero();
        assertThat(shell.run("peers", "--json", "test", "tokyo", "--webadmin", webAdmin.url())
                        .out())
                .startsWith("{\"peer\":\"tokyo\"");
    }

    @Test
    void colourShouldBeForTerminalsOnly() {
        Run plain = run("peers");
        Run coloured = shell.coloured().run("peers", "--webadmin", webAdmin.url());

        assertThat(plain.out()).doesNotContain(ESCAPE);
        assertThat(coloured.out()).contains(ESCAPE + "[32mup" + ESCAPE + "[0m", ESCAPE + "[31mdown" + ESCAPE + "[0m");
        assertThat(coloured.out().replaceAll(ESCAPE + "\\[[0-9]*m", "")).isEqualTo(plain.out());
        assertThat(shell.coloured()
                        .run("peers", "--json", "--webadmin", webAdmin.url())
                        .out())
                .doesNotContain(ESCAPE);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "owner",
                "owner a@b c@d",
                "peers add oslo",
                "peers add oslo --smtp h --secret-env UNSET",
                "peers remove oslo --queue burn",
                "cache evict",
                "cache evict --all=false",
                "cache evict a@example.com --peer tokyo",
                "status --webadmin ftp://127.0.0.1",
                "status --webadmin http://user:password@127.0.0.1:8000",
                "status --timeout 0",
                "status --token-env UNSET",
                "status --token-env BAD",
                "nonsense"
            })
    void wrongUsageShouldSendNothing(String arguments) {
        Run run = arguments.contains("--webadmin") || arguments.isEmpty()
                ? shell.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))
                : run(arguments.split(" ", -1));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotEmpty().doesNotContain("Exception", "two words");
        assertThat(webAdmin.asked()).isEmpty();
    }
}
