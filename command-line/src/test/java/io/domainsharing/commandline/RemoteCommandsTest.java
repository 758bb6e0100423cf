// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to WebAdmin; what they print is in docs/command-line.md, see {@link DocumentedCommandsTest}. */
@Tag("O4")
@Timeout(60)
class RemoteCommandsTest extends RemoteCommandsFixture {
    @ParameterizedTest
    @CsvSource({
        "owner bob@example.com, 0",
        "owner sales@example.com, 0",
        "owner x@example.com, 1",
        "owner y@example.com, 3",
        "peers, 0",
        "peers test, 1",
        "peers test tokyo, 0",
        "peers test oslo, 1",
        "peers mode oslo observe, 0",
        "rehearsal, 1",
        "rehearsal --limit 2, 0",
        "rehearsal anew, 0",
        "cache show x@example.com, 6",
        "cache show unheard-of@example.com, 6",
        "peers remove tokyo, 7",
        "pins, 0",
        "pins list, 0",
        "pins set dave@example.com paris, 0",
        "pins set dave@example.com paris --until 2030-01-01T00:00:00Z, 0",
        "pins set dave@example.com paris --until tomorrow, 2",
        "pins remove dave@example.com, 0",
        "pins remove ann@example.com, 6",
        "harvest, 0",
        "harvest pardon 203.0.113.9, 0",
        "harvest pardon 2001:db8:0:1::/64, 0",
        "harvest pardon 203.0.113.8, 6",
        "owner full@example.com, 3",
        "cache list, 0",
        "mail gateway-customer.example, 0",
        "mail nowhere, 6",
        "mail retry austin unheard-of, 6",
        "findings, 1",
        "conflicts, 1",
        "status, 0"
    })
    void exitCodeShouldTellTheAnswerWithAndWithoutJson(String arguments, int exitCode) {
        assertThat(run(arguments.split(" ", -1)).exitCode()).isEqualTo(exitCode);
        assertThat(run((arguments + " --json").split(" ", -1)).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void mailShouldNeedAQueue() {
        assertThat(run("mail").exitCode()).isEqualTo(2);
        assertThat(run("mail").err()).contains("Whose mail? Name a queue");
        assertThat(webAdmin.asked()).isEmpty();
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
    void pinShouldBeSentAsItIsMeant() {
        run("pins", "set", "dave@example.com", "paris");
        run("pins", "set", "dave@example.com", "here", "--until", "2030-01-01T00:00:00.000Z");

        assertThat(webAdmin.asked())
                .extracting(CannedWebAdmin.Asked::body)
                .containsExactly("{\"peer\":\"paris\"}", "{\"peer\":\"here\",\"until\":\"2030-01-01T00:00:00Z\"}");
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

    @Test
    void mistakeThatJamesFindsShouldBeShown() {
        webAdmin.on(
                "PUT /domain-sharing/peers/oslo", 400, "{\"statusCode\":400,\"message\":\"lookup: 'x' is no way\"}");

        Run run = run("peers", "add", "oslo", "--smtp", "oslo.example.net", "--lookup", "x");

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.err()).contains("lookup: 'x' is no way (HTTP 400)");
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
    void peerThatAnswersAndTellsNothingShouldNotPassForOneThatAnswers() {
        assertThat(run("peers", "test", "oslo").out())
                .contains("oslo", "refuses", "answered 2, credentials missing or wrong")
                .doesNotContain("alive");
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
