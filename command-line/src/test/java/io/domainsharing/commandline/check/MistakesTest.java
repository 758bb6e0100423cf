// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code check --offline} says of files: the sample is well, and each mistake is found with its remedy. */
@Tag("O4")
class MistakesTest {
    private static final String SHARING = "domainsharing.xml";
    private static final String SMTP = "smtpserver.xml";
    private static final String PIPELINE = "mailetcontainer.xml";
    private static final String RCPT = "<handler class=\"io.domainsharing.smtp.DomainSharingRcptHook\"/>";
    private static final String MAIL = "<handler class=\"io.domainsharing.smtp.DomainSharingMailHook\"/>";
    private static final String HANDOVER =
            "<mailet match=\"All\" class=\"io.domainsharing.mailets.DomainSharingMailet\"/>";

    private Path folder;

    @BeforeEach
    void useFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    private Run check(SampleConf conf, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("check", "--offline", conf.folder().toString()), Stream.of(options))
                .toArray(String[]::new);
        return Shell.with(Map.of()).run(arguments);
    }

    private SampleConf sample() {
        return SampleConf.in(folder.resolve("conf"));
    }

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
                        "smtpserver[smtpserver-global]/handlerchain has ValidRcptHandler still",
                        "refuses every address",
                        "Remove it",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT,
                                        RCPT
                                                + "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>"))),
                error(
                        "smtpserver[smtpserver-global]/handlerchain has no DomainSharingRcptHook",
                        "is refused here",
                        "where ValidRcptHandler stands",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(RCPT, ""))),
                error(
                        "DomainSharingRcptHook behind CoreCmdHandlerLoader",
                        "cannot wait for the peers",
                        "Move it before",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(RCPT, "")
                                .replaceFirst(
                                        "(<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>)",
                                        "$1" + RCPT))),
                error(
                        "DomainSharingMailHook in the wrong place",
                        "wrong place",
                        "behind DomainSharingRcptHook",
                        conf -> conf.edit(
                                SMTP, text -> text.replaceFirst(MAIL, "").replaceFirst(RCPT, MAIL + RCPT))),
                error(
                        "says <submission>true</submission>: no session is a peer's",
                        "first listener",
                        "Remove <submission>",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT, RCPT.replace("/>", "><submission>true</submission></handler>")))),
                error(
                        "VrfyCommand behind CoreCmdHandlerLoader",
                        "answers VRFY before it",
                        "Move it before",
                        conf -> conf.edit(
                                SMTP, text -> text.replace("<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>", "")
                                        .replaceFirst(
                                                "(<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>)",
                                                "$1<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>"))),
                error(
                        "smtpserver.xml has no listener",
                        "switched on",
                        "enabled=\"true\"",
                        conf -> conf.replace(SMTP, "enabled=\"true\"", "enabled=\"false\"")),
                error(
                        "no DomainSharingMailet before RecipientRewriteTable",
                        "catch-all",
                        "before it",
                        conf -> conf.edit(PIPELINE, text -> text.replaceFirst(HANDOVER, ""))),
                error(
                        "no DomainSharingMailet between RecipientRewriteTable and RecipientIsLocal",
                        "is bounced",
                        "behind RecipientRewriteTable",
                        conf -> conf.edit(
                                PIPELINE,
                                text -> text.substring(0, text.lastIndexOf(HANDOVER))
                                        + text.substring(text.lastIndexOf(HANDOVER) + HANDOVER.length()))),
                error(
                        "no ShareListPosts before DomainSharingMailet",
                        "lists/share is on",
                        "before the first",
                        conf -> conf.replace(SHARING, "<!-- <share>false</share> -->", "<share>true</share>")
                                .replace(
                                        PIPELINE,
                                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.ShareListPosts\"/>",
                                        "")),
                error(
                        "no DropSecondCopies behind DomainSharingMailet",
                        "post twice",
                        "behind the second",
                        conf -> conf.replace(SHARING, "<!-- <share>false</share> -->", "<share>true</share>")
                                .replace(
                                        PIPELINE,
                                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.DropSecondCopies\"/>",
                                        "")),
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
                        conf -> conf.replace("webadmin.properties", "host=127.0.0.1", "host=${host}")),
                error(
                        "smtpserver[smtpserver-global]/enabled (ture) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst("enabled=\"true\"", "enabled=\"ture\""))),
                error(
                        "smtpserver[smtpserver-global]/tls/socketTLS (no!) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst("socketTLS=\"false\"", "socketTLS=\"no!\""))),
                error(
                        "handlerchain/handler[DomainSharingRcptHook]/submission (ja) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT, RCPT.replace("/>", "><submission>ja</submission></handler>")))),
                error(
                        "mailetcontainer.xml was not checked to the end: java.lang.IllegalStateException",
                        "match",
                        "cannot read either",
                        conf -> conf.edit(
                                PIPELINE, text -> text.replaceFirst("match=\"All\"", "match=\"\\${[@match]}\""))),
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
                        conf -> conf.replace("webadmin.properties", "host=127.0.0.1", "host=0.0.0.0")),
                warning(
                        "webadmin.properties: host (127.evil.example) WebAdmin is open",
                        "without a token",
                        "jwt.enabled=true",
                        conf -> conf.replace("webadmin.properties", "host=127.0.0.1", "host=127.evil.example")),
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
                                "<heloName>localhost</heloName><!-- <vrfyFallbackToRcpt>")),
                warning(
                        "has no DomainSharingMailHook",
                        "forged senders",
                        "behind DomainSharingRcptHook",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(MAIL, ""))),
                warning(
                        "has no VrfyCommand",
                        "learn nothing",
                        "unless all peers ask by Minger",
                        conf -> conf.replace(SMTP, "<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>", "")),
                warning(
                        "(RemoveMimeHeader) stands before the deliveries",
                        "not leave as they came",
                        "RemoveBcc",
                        conf -> conf.replace(
                                PIPELINE,
                                "<mailet match=\"All\" class=\"io.domainsharing.mailets.RemoveBcc\"/>",
                                "<mailet match=\"All\" class=\"RemoveMimeHeader\"><name>bcc</name></mailet>")),
                warning(
                        "takes the Bcc field out of no message",
                        "every recipient sees it",
                        "RemoveBcc",
                        conf -> conf.replace(
                                PIPELINE, "<mailet match=\"All\" class=\"io.domainsharing.mailets.RemoveBcc\"/>", "")),
                warning(
                        "processor[error] (Bounce) sends whoever sent the mail the stack trace",
                        "stack trace",
                        "james-conf/mailetcontainer.xml",
                        conf -> conf.replace(
                                PIPELINE,
                                "<mailet match=\"All\" class=\"io.domainsharing.mailets.AuditFailedMail\"/>",
                                "<mailet match=\"All\" class=\"Bounce\"/>")),
                warning(
                        "(RemoteDelivery) sends mail to hosts",
                        "may send it back",
                        "DeliverByMx in its place",
                        conf -> conf.replace(PIPELINE, "io.domainsharing.mailets.DeliverByMx", "RemoteDelivery")),
                warning(
                        "mailetcontainer.xml: spooler.errorRepository (memory://var/mail/error/) is in memory",
                        "the next restart loses its mail",
                        "as james-conf/jpa/ has both",
                        conf -> conf.write("activemq.properties", "")));
    }

    private static Arguments error(String finding, String why, String remedy, Consumer<SampleConf> mistake) {
        return arguments("error", finding, why, remedy, mistake);
    }

    private static Arguments warning(String finding, String why, String remedy, Consumer<SampleConf> mistake) {
        return arguments("warning", finding, why, remedy, mistake);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
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
    void remoteDeliveryBehindASmartHostShouldBeWell() {
        SampleConf conf = sample().edit(
                        PIPELINE,
                        text -> text.replaceAll(
                                "class=\"io.domainsharing.mailets.DeliverByMx\">",
                                "class=\"RemoteDelivery\"><gateway>smarthost.example.net</gateway>"));

        assertThat(conf.text(PIPELINE)).contains("<gateway>smarthost.example.net</gateway>");
        assertThat(check(conf).out()).contains("warnings: 0,").doesNotContain("may send it back");
    }

    @ParameterizedTest
    @CsvSource({
        "javax, '', warning, false",
        "javax, <verifyIdentity>true</verifyIdentity>, error, true",
        "jakarta, '', error, true",
        "jakarta, <verifyIdentity>strict</verifyIdentity>, error, true",
        "jakarta, <verifyIdentity>false</verifyIdentity>, warning, false",
        "jakarta, <verifyIdentity>Disabled</verifyIdentity>, warning, false"
    })
    void identityShouldBeVerifiedAsTheJamesOfTheJarDoes(
            String mail, String verifyIdentity, String severity, boolean refused) throws IOException {
        SampleConf conf = sample().edit(SMTP, text -> text.replaceFirst(MAIL, "")
                .replaceFirst("<verifyIdentity>false</verifyIdentity>", verifyIdentity));
        jar(
                Files.createDirectories(folder.resolve("extensions-jars")).resolve("any-name.jar"),
                mail + "/mail/internet");

        String[] lines = check(conf).out().split("\n", -1);

        assertThat(lines)
                .filteredOn(line -> line.contains("has no DomainSharingMailHook"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line).startsWith("  " + severity);
                    assertThat(line.contains("with verifyIdentity a peer's mail is refused"))
                            .isEqualTo(refused);
                });
    }

    @Test
    void verifyIdentityThatIsLeftOutShouldBeToldWhereTheJamesIsNotKnown() {
        SampleConf conf = sample().edit(SMTP, text -> text.replaceFirst(MAIL, "")
                .replaceFirst("<verifyIdentity>false</verifyIdentity>", ""));

        assertThat(check(conf).out())
                .contains(
                        "has no DomainSharingMailHook",
                        "James 3.9 verifies identities where verifyIdentity is left out");
    }

    @Test
    void mistakeOfOneFolderShouldCostNoFindingOfAnother() {
        SampleConf paris = sample().replace("webadmin.properties", "host=127.0.0.1", "host=${host}");
        SampleConf tokyo = SampleConf.in(folder.resolve("tokyo")).delete(PIPELINE);

        Run run = check(paris, tokyo.folder().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "error   webadmin.properties was not checked to the end",
                        "ok      smtpserver.xml: smtpserver[smtpserver-global]/handlerchain has the hooks",
                        tokyo.folder().toString(),
                        "error   mailetcontainer.xml is not there");
    }

    @Test
    void jsonShouldTellFileKeyValueAndRemedy() {
        SampleConf conf = sample().replace("webadmin.properties", "host=127.0.0.1", "host=0.0.0.0");

        assertThat(check(conf, "--json").out())
                .startsWith("{\"errors\":0,\"warnings\":1,\"skipped\":1,\"ok\":10,\"findings\":[")
                .contains("{\"severity\":\"warning\",\"where\":\"" + conf.folder()
                        + "\",\"file\":\"webadmin.properties\",\"key\":\"host\",\"value\":\"0.0.0.0\","
                        + "\"finding\":\"WebAdmin is open")
                .hasLineCount(1);
    }

    @Test
    void jarShouldBeLookedForBesideTheFolder() throws IOException {
        SampleConf conf = sample();
        Path jars = Files.createDirectories(folder.resolve("extensions-jars"));
        assertThat(check(conf).out()).contains("error   extensions-jars/ holds no JAR of Domain Sharing");

        jar(jars.resolve("james-domain-sharing-0.1.0.jar"));
        assertThat(check(conf).exitCode()).isZero();
        assertThat(check(conf).out())
                .contains("ok      extensions-jars/ (james-domain-sharing-0.1.0.jar) holds the extension");

        jar(jars.resolve("james-domain-sharing-0.0.9.jar"));
        assertThat(check(conf).out()).contains("holds the extension 2 times");

        Files.writeString(jars.resolve("broken.jar"), "not a zip");
        assertThat(check(conf).out()).contains("(broken.jar) is no JAR that can be read");
    }

    @ParameterizedTest
    @CsvSource({"javax, 3.8", "jakarta, 3.9 or later"})
    void jarShouldBeToldByTheJamesThatItIsFor(String mail, String james) throws IOException {
        SampleConf conf = sample();
        jar(
                Files.createDirectories(folder.resolve("extensions-jars")).resolve("any-name.jar"),
                mail + "/mail/internet");

        assertThat(check(conf).out()).contains("(any-name.jar) holds the extension for James " + james + "\n");
    }

    private static void jar(Path file) throws IOException {
        jar(file, "javax/mail/internet");
    }

    private static void jar(Path file, String mail) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("io/domainsharing/james/DomainSharingModule.class"));
            zip.putNextEntry(new ZipEntry("io/domainsharing/james/JamesFlavour.class"));
            zip.write(mail.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void secretsOfTwoServersShouldBeCompared() {
        SampleConf paris = SampleConf.in(folder.resolve("paris"));
        SampleConf tokyo = SampleConf.in(folder.resolve("tokyo"))
                .replace(SHARING, "<node>paris", "<node>tokyo")
                .replace(SHARING, "secret-of-paris-0123456789", "secret-of-tokyo-0123456789")
                .peers(
                        "<peer><name>paris</name><smtp>paris.example.net</smtp><secret>secret-of-paris-0123456789</secret></peer>");

        Run well = check(paris, tokyo.folder().toString());
        assertThat(well.out())
                .contains(
                        "peers/peer[tokyo]/secret is one that tokyo accepts",
                        "peers/peer[paris]/secret is one that paris accepts");
        assertThat(well.exitCode()).isZero();

        tokyo.peers(
                "<peer><name>paris</name><smtp>paris.example.net</smtp><mingerPort>4070</mingerPort>"
                        + "<secret>an-old-secret-of-paris</secret></peer>",
                "<peer><name>austin</name><smtp>austin.example.net</smtp></peer>");
        Run wrong = check(paris, tokyo.folder().toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out())
                .contains(
                        "error   domainsharing.xml: peers/peer[paris]/secret is none of those that paris accepts",
                        "-> Write a <minger><secret> of paris here",
                        "peers/peer[paris]/mingerPort (4070) is no port that paris listens on",
                        "skipped domainsharing.xml: peers/peer[austin]/name is the node of none of the folders given")
                .doesNotContain("an-old-secret", "secret-of-paris-");
    }

    @Test
    void wrongUsageShouldCheckNothing() {
        assertThat(Shell.with(Map.of()).run("check").exitCode()).isEqualTo(2);
        assertThat(Shell.with(Map.of())
                        .run("check", folder.resolve("none").toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(check(sample(), "--webadmin", "paris:8000").exitCode()).isEqualTo(2);
    }
}
