// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** From two folders as James brings them to mail between two offices, by the command alone, and back. */
@Tag("O5")
@ExtendWith(NoLeftovers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallIT {
    private static final Duration PROMISED = Duration.ofMinutes(2);
    private static final Pattern JOIN = Pattern.compile("domain-sharing join '(ds1:[A-Za-z0-9_-]+)'");
    private static final String ALICE = "alice@example.com";
    private static final String BOB = "bob@example.com";
    private static final String PASSWORD = "secret";

    private static JamesServer paris;
    private static JamesServer tokyo;
    private static Map<String, String> parisBefore;
    private static Map<String, String> tokyoBefore;

    @BeforeAll
    static void unpack() {
        // The other servers need data servers, which their files name.
        assumeTrue(
                ServerKind.underTest() == ServerKind.MEMORY, "the files of the memory server are enough to start it");
        paris = JamesServer.untouched("paris-untouched", "127.0.2.51");
        tokyo = JamesServer.untouched("tokyo-untouched", "127.0.2.52");
        parisBefore = files(paris);
        tokyoBefore = files(tokyo);
    }

    @AfterAll
    static void stop() {
        for (JamesServer server : new JamesServer[] {paris, tokyo}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static Map<String, String> files(JamesServer server) {
        Map<String, String> files = StockFiles.contents(server.folder());
        // James itself writes passwords for JMX into its conf/.
        files.keySet()
                .removeIf(file -> file.startsWith("conf/jmxremote.")
                        || !(file.startsWith("conf/") || file.startsWith("extensions-jars/")));
        return files;
    }

    private static String place(JamesServer server) {
        Endpoints endpoints = server.endpoints();
        return endpoints.host() + ':' + endpoints.smtp() + ':' + endpoints.minger();
    }

    private static String webAdmin(JamesServer server) {
        return "http://" + server.endpoints().host() + ':' + server.endpoints().webAdmin();
    }

    private static Command.Result run(JamesServer server, String input, String... arguments) {
        List<String> command = new ArrayList<>(CommandLineIT.command(arguments));
        return Command.run(command, server.folder(), Map.of("DOMAIN_SHARING_WEBADMIN", webAdmin(server)), input);
    }

    @Test
    @Order(1)
    void mailShouldFlowBothWaysWithinTwoMinutesAfterInstallAndJoinAlone() {
        long begin = System.nanoTime();
        Command.Result installed = run(
                paris,
                "",
                "install",
                "conf",
                "--yes",
                "--node",
                "paris",
                "--domain",
                "example.com",
                "--host",
                place(paris),
                "--bind",
                paris.endpoints().host(),
                "--peer",
                "tokyo=" + place(tokyo));
        assertThat(installed.exitCode()).as(installed.output()).isZero();
        Matcher join = JOIN.matcher(installed.output());
        assertThat(join.find()).as(installed.output()).isTrue();
        paris.start();

        Command.Result joined = run(
                tokyo,
                join.group(1) + '\n',
                "join",
                "-",
                "conf",
                "--yes",
                "--bind",
                tokyo.endpoints().host());
        assertThat(joined.exitCode()).as(joined.output()).isZero();
        assertThat(joined.output()).doesNotContain(join.group(1)).contains("errors: 0");
        tokyo.start();

        paris.webAdmin().user(ALICE, PASSWORD);
        tokyo.webAdmin().user(BOB, PASSWORD);
        send(paris, BOB, "to-tokyo");
        send(tokyo, ALICE, "to-paris");
        tokyo.inbox(BOB, PASSWORD).await("Subject: to-tokyo");
        paris.inbox(ALICE, PASSWORD).await("Subject: to-paris");

        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.getLogger("InstallIT")
                .log(System.Logger.Level.INFO, "from two untouched folders to mail both ways: {0}", took);
        assertThat(took).isLessThan(PROMISED);
        assertThat(paris.log()).contains("Domain Sharing is on: node paris, 1 peers");
    }

    @Test
    @Order(2)
    void peersShouldHearEachOtherBothWays() {
        assertThat(run(paris, "", "peers", "test").output()).contains("tokyo").contains("alive");
        assertThat(run(tokyo, "", "peers", "test").output()).contains("paris").contains("alive");
        assertThat(run(tokyo, "", "peers").output()).doesNotContain("not asked");
    }

    @Test
    @Order(3)
    void secondInstallShouldChangeNothing() {
        Map<String, String> before = files(paris);

        Command.Result again = run(paris, "", "install", "conf", "--yes");

        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("there is nothing to change");
        assertThat(files(paris)).isEqualTo(before);
    }

    @Test
    @Order(4)
    void uninstallShouldWaitForMailThatOnlyDomainSharingDelivers() {
        tokyo.kill();
        send(paris, BOB, "while-tokyo-is-down");

        Command.Result refused = run(paris, "", "uninstall", "conf", "--yes");

        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(7);
        assertThat(refused.output()).contains("1 mail waits for tokyo");
        assertThat(Path.of(paris.folder() + "/conf/domainsharing.xml")).exists();
        tokyo.start();
        tokyo.webAdmin().user(BOB, PASSWORD);
        assertThat(run(paris, "", "peers", "flush", "tokyo").exitCode()).isZero();
        tokyo.inbox(BOB, PASSWORD).await("Subject: while-tokyo-is-down");
    }

    @Test
    @Order(5)
    void uninstallShouldLeaveBothFoldersAsTheyWere() {
        for (JamesServer server : List.of(paris, tokyo)) {
            Command.Result removed = run(server, "", "uninstall", "conf", "--yes");
            assertThat(removed.exitCode()).as(removed.output()).isZero();
        }

        assertThat(files(paris)).isEqualTo(parisBefore);
        assertThat(files(tokyo)).isEqualTo(tokyoBefore);
        assertThat(paris.folder().resolve("extensions-jars")).doesNotExist();
        assertThat(paris.restart().log()).doesNotContain("Domain Sharing is on");
    }

    private static void send(JamesServer server, String to, String subject) {
        try (SmtpSession session = SmtpSession.connect(server.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail("ann@example.net").code()).isEqualTo(250);
            assertThat(session.rcpt(to).code()).isEqualTo(250);
            assertThat(session.data("From: ann@example.net\nTo: " + to + "\nSubject: " + subject + "\n\nhello")
                            .code())
                    .isEqualTo(250);
        }
    }
}
