// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The domain-sharing command, as the process that an operator starts, against real servers and their own conf folders. */
@Tag("O4")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ThreeServers servers;
    private final String paris;

    CommandLineIT(ThreeServers servers) {
        this.servers = servers;
        Endpoints endpoints = servers.paris.endpoints();
        this.paris = "http://" + endpoints.host() + ':' + endpoints.webAdmin();
    }

    /** The command as it is started. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Checkout.commandLineJar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Command.Result run(String... arguments) {
        return Command.run(command(arguments), Checkout.output());
    }

    private static JsonNode json(Command.Result result) throws IOException {
        assertThat(result.output().lines()).as(result.output()).hasSize(1);
        return JSON.readTree(result.output());
    }

    @Test
    void ownerShouldBeTold() throws IOException {
        servers.paris.webAdmin().send("DELETE", "/domain-sharing/cache/" + BOB, "");

        Command.Result owner = run("owner", BOB, "--webadmin", paris);
        assertThat(owner.exitCode()).as(owner.output()).isZero();
        assertThat(owner.output())
                .startsWith(BOB + " is on tokyo")
                .containsPattern("peer tokyo +has it +[0-9]")
                .containsPattern("peer austin +does not have it +[0-9]")
                .containsPattern("reply +250");
        Command.Result nobody = run("owner", "no-such-person@example.com", "--webadmin", paris, "--json");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(json(nobody).path("reply").asText()).isEqualTo("550");
    }

    @Test
    void serverShouldBeShownAndItsPeersTested() throws IOException {
        Command.Result test = run("peers", "test", "--webadmin", paris);
        assertThat(test.exitCode()).as(test.output()).isZero();
        assertThat(test.output())
                .containsPattern("tokyo +alive +does not have it")
                .containsPattern("austin +alive +does not have it");

        Command.Result status = run("status", "--webadmin", paris);
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output())
                .startsWith("paris shares example.com")
                .containsPattern(
                        "minger +answers at " + servers.paris.endpoints().host())
                .containsPattern("remembered +[0-9]+ of at most 1000000")
                .containsPattern("on disk +yes");
        // A look is no question, and only of these is the time kept.
        try (SmtpSession session = servers.strangerAtParis()) {
            assertThat(session.rcpt("command-line-nobody@example.com").code()).isEqualTo(550);
        }
        JsonNode peers = json(run("peers", "--json", "--webadmin", paris));
        assertThat(peers).hasSize(2);
        assertThat(peers.get(0).path("roundTrip").path("samples").asInt()).isPositive();
    }

    @Test
    void cacheShouldBeShownAndEvicted() {
        run("owner", BOB, "--refresh", "--webadmin", paris);

        assertThat(run("cache", "show", BOB, "--webadmin", paris).output())
                .startsWith(BOB + " is on tokyo")
                .containsPattern("forgotten +20");
        assertThat(run("cache", "evict", BOB, "--webadmin", paris).exitCode()).isZero();
        assertThat(run("cache", "show", BOB, "--webadmin", paris).exitCode()).isEqualTo(6);
    }

    @Test
    void foldersOfRunningServersShouldBeWell() throws IOException {
        servers.tokyo.webAdmin().send("POST", "/domain-sharing/peers?action=test", "");

        Command.Result check = run(
                "check",
                servers.paris.folder().resolve("conf").toString(),
                servers.tokyo.folder().resolve("conf").toString(),
                "--webadmin",
                paris,
                "--json");

        JsonNode report = json(check);
        assertThat(report.path("errors").asInt()).as(check.output()).isZero();
        assertThat(check.exitCode()).isZero();
        assertThat(check.output())
                .contains(
                        "peers/peer[tokyo]/secret\",\"value\":\"\",\"finding\":\"is one that tokyo accepts",
                        "takes SMTP connections, with STARTTLS",
                        "and takes the secret",
                        "holds the extension",
                        "tokyo is answered",
                        "agrees with this machine's")
                .doesNotContain(Sharing.secretOf("tokyo"), Sharing.secretOf("paris"), ThreeServers.SECOND_SECRET);
    }

    @Test
    void secretThatTheRunningPeerDoesNotTakeShouldBeFound(@TempDir Path folder) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        try (Stream<Path> files = Files.list(servers.paris.folder().resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Path sharing = conf.resolve("domainsharing.xml");
        Files.writeString(
                sharing, Files.readString(sharing).replace(Sharing.secretOf("tokyo"), "an-old-secret-of-tokyo"));

        Command.Result check = run("check", "--quiet", conf.toString());

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.output())
                .contains(
                        ": peers/peer[tokyo]/secret is wrong: tokyo does not take it",
                        "-> Write here what stands in <minger><secret> of tokyo")
                .containsPattern("error   domainsharing\\.xml:\\d+: peers")
                .doesNotContain("an-old-secret");
    }

    /** One kind of mistake: what stands in a file of james-conf/, what an operator made of it, and what the check says. */
    private record Mistake(String file, String old, String now, String finding, String remedy) {
        Path in(Path parent, int number) throws IOException {
            Path conf = Files.createDirectories(parent.resolve("conf" + number));
            try (Stream<Path> files = Files.list(Checkout.jamesConf())) {
                for (Path sample : files.filter(Files::isRegularFile).toList()) {
                    String text =
                            Files.readString(sample).replace("${env:MINGER_SECRET}", "secret-of-paris-0123456789");
                    if (sample.endsWith(file)) {
                        assertThat(text).contains(old);
                        text = text.replace(old, now);
                    }
                    Files.writeString(
                            conf.resolve(sample.getFileName()),
                            text.replace("${env:TOKYO_SECRET}", "secret-of-tokyo-0123456789"));
                }
            }
            return conf;
        }
    }

    @Test
    void mistakesInFilesShouldBeFoundWithTheirRemedies(@TempDir Path folder) throws IOException {
        String hook = "<handler class=\"io.domainsharing.smtp.DomainSharingRcptHook\"/>";
        String core = "<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>";
        List<Mistake> mistakes = List.of(
                new Mistake(
                        "domainsharing.xml", "<node>", "<nod>paris</nod><node>", "nod is not a key", "Known here: "),
                new Mistake(
                        "domainsharing.xml",
                        "<!-- <budget>5s</budget> -->",
                        "<budget>5</budget>",
                        "'5' has no unit",
                        "such as 5s"),
                new Mistake(
                        "domainsharing.xml",
                        "<smtp>tokyo.example.net:25</smtp>",
                        "",
                        "peers/peer/smtp is missing",
                        "Write the host"),
                new Mistake(
                        "domainsharing.xml",
                        "${env:TOKYO_SECRET}",
                        "${env:NOBODY_SETS_IT}",
                        "'${env:NOBODY_SETS_IT}' is not set",
                        "and for this check"),
                new Mistake("domainsharing.xml", "</domainsharing>", "", "cannot be read: ", "Correct the XML"),
                new Mistake(
                        "extensions.properties",
                        "guice.extension.module",
                        "guice.extension",
                        "James does not load the extension",
                        "Write guice.extension.module="),
                new Mistake(
                        "webadmin.properties",
                        "\nhost=localhost",
                        "\nhost=0.0.0.0",
                        "without a token",
                        "jwt.enabled=true"),
                new Mistake(
                        "healthcheck.properties",
                        "additional.healthchecks",
                        "healthchecks",
                        "when a peer is down",
                        "Write additional.healthchecks="),
                new Mistake(
                        "smtpserver.xml",
                        hook,
                        "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>",
                        "has ValidRcptHandler still",
                        "Remove it"),
                new Mistake("smtpserver.xml", hook, core + hook, "behind CoreCmdHandlerLoader", "Move it before"),
                new Mistake(
                        "mailetcontainer.xml",
                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.DomainSharingMailet\"/>",
                        "",
                        "no DomainSharingMailet before the local deliveries",
                        "before and behind RecipientRewriteTable"),
                new Mistake(
                        "mailetcontainer.xml",
                        "io.domainsharing.mailets.DeliverByMx",
                        "RemoteDelivery",
                        "may send it back",
                        "DeliverByMx in its place"));
        List<String> arguments = new ArrayList<>(List.of("check", "--offline", "--quiet"));
        for (int i = 0; i < mistakes.size(); i++) {
            arguments.add(mistakes.get(i).in(folder, i).toString());
        }

        Command.Result check = run(arguments.toArray(String[]::new));

        assertThat(check.exitCode()).isEqualTo(1);
        for (int i = 0; i < mistakes.size(); i++) {
            String found = check.output()
                    .split(folder.resolve("conf" + i) + "\n", -1)[1]
                    .split(folder.toString(), -1)[0];
            assertThat(found)
                    .contains(mistakes.get(i).finding(), "-> ", mistakes.get(i).remedy());
        }
        assertThat(check.output()).doesNotContain("secret-of-", "Fatal Error", "SLF4J");
    }

    @Test
    @NeedsCommand("bash")
    void completionShouldWorkInBash() {
        String script = ". '" + Checkout.commandLineCompletion() + "'\n"
                + "complete -p domain-sharing\n"
                + "COMP_WORDS=(domain-sharing peers te); COMP_CWORD=2; COMP_LINE='domain-sharing peers te'; COMP_POINT=23\n"
                + "_complete_domain-sharing; echo \"words: ${COMPREPLY[*]}\"\n"
                + "COMP_WORDS=(domain-sharing con); COMP_CWORD=1; COMP_LINE='domain-sharing con'; COMP_POINT=18\n"
                + "_complete_domain-sharing; echo \"words: ${COMPREPLY[*]}\"\n"
                + "COMP_WORDS=(domain-sharing check --off); COMP_CWORD=2; COMP_LINE='domain-sharing check --off'; COMP_POINT=26\n"
                + "_complete_domain-sharing; echo \"words: ${COMPREPLY[*]}\"\n";

        Command.Result bash = Command.run(List.of("bash", "-c", script), Checkout.output());

        assertThat(bash.exitCode()).as(bash.output()).isZero();
        assertThat(bash.output())
                .contains("-F _complete_domain-sharing", "words: test\n", "words: conflicts\n", "words: --offline\n");
    }

    @Test
    @NeedsCommand("script")
    void colourShouldBeForTerminals() {
        String line = "'" + String.join("' '", command("peers", "--webadmin", paris)) + "'";

        Command.Result terminal =
                Command.run(List.of("env", "-u", "NO_COLOR", "script", "-qec", line, "/dev/null"), Checkout.output());
        Command.Result without =
                Command.run(List.of("env", "NO_COLOR=1", "script", "-qec", line, "/dev/null"), Checkout.output());

        assertThat(terminal.output()).contains("\u001b[1m", "tokyo");
        assertThat(without.output()).contains("tokyo").doesNotContain("\u001b[");
        assertThat(run("peers", "--webadmin", paris).output()).doesNotContain("\u001b");
    }
}
