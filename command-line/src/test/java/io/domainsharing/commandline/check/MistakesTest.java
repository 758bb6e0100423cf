// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code check --offline} says of files: the sample is well, and each mistake is found with its remedy. */
@Tag("O4")
class MistakesTest extends MistakesFixture {
    @Test
    void sampleShouldBeWell() {
        Run run = check(sample());

        assertThat(run.out()).contains("errors: 0, warnings: 0, not checked: 1, ok: 10");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void sampleOfTheJpaServerShouldBeWell() {
        assertThat(check(sample().onJpa()).out()).contains("errors: 0, warnings: 0, not checked: 1, ok: 10");
    }

    @Test
    void repositoriesInMemoryShouldBeFoundByTheLibrariesBesideTheFolder() throws IOException {
        SampleConf conf = sample();
        Files.createFile(Files.createDirectories(folder.resolve("james-server-distributed-app.lib"))
                .resolve("james-server-queue-rabbitmq-3.8.2.jar"));

        assertThat(check(conf).out())
                .contains(
                        "warnings: 4,",
                        "there is james-server-queue-rabbitmq-3.8.2.jar",
                        "memory://var/mail/rrt-error/");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                error(
                        "domainsharing.xml: lookup/timeuot",
                        "is not a key",
                        "Known here: attempts, bind",
                        conf -> conf.replace(SHARING, "<!-- <timeout>1s</timeout> -->", "<timeuot>1s</timeuot>")),
                error(
                        "domainsharing.xml: peers/peer/mingerPort",
                        "'70000' is not between 1 and 65535",
                        "Write a port from 1",
                        conf -> conf.replace(
                                SHARING, "<!-- <mingerPort>4069</mingerPort> -->", "<mingerPort>70000</mingerPort>")),
                error(
                        "domainsharing.xml: peers/peer/secret",
                        "'${env:UNSET_HERE}' is not set",
                        "Set that environment variable, for James and for this check",
                        conf -> conf.replace(SHARING, "secret-of-tokyo-0123456789", "${env:UNSET_HERE}")),
                error(
                        "domainsharing.xml cannot be read",
                        "cannot be read",
                        "Correct the XML",
                        conf -> conf.replace(SHARING, "</domainsharing>", "")),
                error(
                        "domainsharing.xml is not there",
                        "Domain Sharing is off",
                        "Copy it from james-conf/",
                        conf -> conf.delete(SHARING)),
                error(
                        "domainsharing.xml: gateways/gateway[customer.example]/file",
                        "(file://conf/customer.txt) cannot be read",
                        "one on each line",
                        conf -> conf.edit(
                                SHARING,
                                text -> text.replaceFirst(
                                        "(?s)<gateways>.*?</gateways>",
                                        "<gateways><gateway><domain>customer.example</domain>"
                                                + "<smtp>mx.customer.example</smtp><verify>file</verify>"
                                                + "<file>file://conf/customer.txt</file></gateway></gateways>"))),
                error(
                        "extensions.properties: guice.extension.module",
                        "James does not load the extension",
                        "Write guice.extension.module=",
                        conf -> conf.edit(
                                "extensions.properties",
                                text -> text.replace("guice.extension.module=", "guice.extension.modul="))),
                error(
                        "extensions.properties: guice.extension.startable (com.example.Mine) does not name",
                        "nobody answers peers",
                        "Add it behind a comma",
                        conf -> conf.replace(
                                "extensions.properties",
                                "io.domainsharing.james.DomainSharingStartable",
                                "com.example.Mine")),
                error(
                        "extensions.properties is not there",
                        "is not there",
                        "Copy it",
                        conf -> conf.delete("extensions.properties")),
                error(
                        "webadmin.properties: enabled (ture) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.replace("webadmin.properties", "enabled=true", "enabled=ture")),
                error(
                        "webadmin.properties: jwt.enabled (ja) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit("webadmin.properties", text -> text + "\njwt.enabled=ja\n")),
                error(
                        "webadmin.properties was not checked to the end: java.lang.IllegalStateException",
                        "host",
                        "cannot read either",
                        conf -> conf.replace("webadmin.properties", "host=localhost", "host=${host}")),
                warning(
                        "domainsharing.xml: enabled (false) switches",
                        "behaves as stock",
                        "<enabled>true",
                        conf -> conf.replace(SHARING, "<enabled>true", "<enabled>false")),
                warning(
                        "domainsharing.xml: minger is left out",
                        "no peer can ask",
                        "Add <minger>",
                        conf -> conf.edit(SHARING, text -> text.replaceFirst("(?s)<minger>.*?</minger>", ""))),
                warning(
                        "domainsharing.xml: peers/peer[tokyo]/secret is shorter",
                        "easy to guess",
                        "16 to 50 random",
                        conf -> conf.replace(SHARING, "secret-of-tokyo-0123456789", "short")),
                warning("domainsharing.xml: peers names no peer", "own business", "peers add NAME", SampleConf::peers),
                warning(
                        "webadmin.properties: host (0.0.0.0) WebAdmin is open",
                        "without a token",
                        "jwt.enabled=true",
                        conf -> conf.replace("webadmin.properties", "host=localhost", "host=0.0.0.0")),
                warning(
                        "webadmin.properties: host (127.evil.example) WebAdmin is open",
                        "without a token",
                        "jwt.enabled=true",
                        conf -> conf.replace("webadmin.properties", "host=localhost", "host=127.evil.example")),
                warning(
                        "webadmin.properties: cors.origin is missing",
                        "any web page",
                        "Write cors.origin=none",
                        conf -> conf.replace("webadmin.properties", "cors.origin=none", "cors.enable=false")),
                warning(
                        "webadmin.properties: cors.origin (*) is every page's",
                        "any web page",
                        "Write cors.origin=none",
                        conf -> conf.replace("webadmin.properties", "cors.origin=none", "cors.origin=*")),
                warning(
                        "webadmin.properties: cors.origin (null) is every page's",
                        "any web page",
                        "Write cors.origin=none",
                        conf -> conf.replace("webadmin.properties", "cors.origin=none", "cors.origin=null")),
                warning(
                        "webadmin.properties: extensions.routes does not name",
                        "has no routes",
                        "Write extensions.routes=",
                        conf -> conf.replace("webadmin.properties", "extensions.routes", "extension.routes")),
                warning(
                        "healthcheck.properties: additional.healthchecks does not name",
                        "when a peer is down",
                        "Write",
                        conf -> conf.replace("healthcheck.properties", "additional.healthchecks", "additional.checks")),
                warning(
                        "lookup/heloName",
                        "is no fully-qualified host name",
                        "mx1.example.com",
                        conf -> conf.replace(
                                "domainsharing.xml",
                                "<!-- <vrfyFallbackToRcpt>",
                                "<heloName>localhost</heloName><!-- <vrfyFallbackToRcpt>")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({
        "mistakes",
        "io.domainsharing.commandline.check.ServerMistakes#all",
        "io.domainsharing.commandline.check.SharingMistakes#all"
    })
    void mistakeShouldBeFoundWithItsRemedy(
            String severity, String finding, String why, String remedy, Consumer<SampleConf> mistake) {
        SampleConf conf = sample();
        mistake.accept(conf);

        Run run = check(conf, "--quiet");

        String[] lines = run.out().split("\n", -1);
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).startsWith("  " + severity + ' ').contains(finding, why));
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("  " + severity + ' ') && lines[i].contains(finding)) {
                assertThat(lines[i + 1]).startsWith("          -> ").contains(remedy);
            }
        }
        assertThat(run.exitCode()).isEqualTo(severity.equals("error") ? 1 : 0);
        assertThat(run.out()).doesNotContain("secret-of", "short\n", "  ok ");
    }

    @Test
    void findingShouldTellTheLineOfItsFile() {
        SampleConf conf = sample().replace(SHARING, "secret-of-tokyo-0123456789", "short")
                .replace(SMTP, "io.domainsharing.smtp.DomainSharingRcptHook", "fastfail.ValidRcptHandler")
                .replace("webadmin.properties", "host=localhost", "host=0.0.0.0");

        String out = Shell.with(Map.of())
                .run("check", "--offline", conf.folder().toString())
                .out();

        assertThat(out)
                .contains("domainsharing.xml:" + line(conf, SHARING, "<secret>short") + ": peers/peer[tokyo]/secret ")
                .contains("smtpserver.xml:" + line(conf, SMTP, "<handlerchain") + ": smtpserver[smtpserver-global]")
                .contains("webadmin.properties:" + (line(conf, "webadmin.properties", "\nhost=") + 1)
                        + ": host (0.0.0.0)");
    }

    private static int line(SampleConf conf, String file, String text) {
        return conf.text(file).substring(0, conf.text(file).indexOf(text)).split("\n", -1).length;
    }

    @Test
    void remoteDeliveryBehindASmartHostShouldBeWell() {
        SampleConf conf = sample().edit(
                        PIPELINE,
                        text -> text.replaceAll(
                                "class=\"io.domainsharing.mailets.DeliverByMx\">",
                                "class=\"RemoteDelivery\"><gateway>smarthost.example.net</gateway>"));

        assertThat(conf.text(PIPELINE)).contains("<gateway>smarthost.example.net</gateway>");
        assertThat(check(conf).out()).contains("warnings: 0,").doesNotContain("may send it back");
    }
}
