// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check --offline} says of the server that the files are for: its version, its JAR, its secrets. */
@Tag("O4")
class CheckedServersTest extends MistakesFixture {
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
        SampleConf paris = sample().replace("webadmin.properties", "host=localhost", "host=${host}");
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
        SampleConf conf = sample().replace("webadmin.properties", "host=localhost", "host=0.0.0.0");

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

    @ParameterizedTest
    @CsvSource({
        "javax, james-server-core-3.8.2.jar, true, ''",
        "jakarta, james-server-core-3.9.0.jar, true, ''",
        "jakarta, james-server-core-3.8.2.jar, false, .jar",
        "javax, apache-mailet-api-3.9.0-SNAPSHOT.jar, false, -jakarta.jar"
    })
    void jarShouldFitTheJamesThatStandsBesideTheFolder(String mail, String library, boolean fits, String remedy)
            throws IOException {
        SampleConf conf = sample();
        jar(
                Files.createDirectories(folder.resolve("extensions-jars")).resolve("any-name.jar"),
                mail + "/mail/internet");
        Files.createFile(Files.createDirectories(folder.resolve("james-server-memory-app.lib"))
                .resolve(library));

        Run run = check(conf);

        assertThat(run.exitCode()).isEqualTo(fits ? 0 : 1);
        if (!fits) {
            assertThat(run.out())
                    .contains("error   extensions-jars/ (any-name.jar) is the JAR for James ", "there is " + library)
                    .contains("-> Remove it and put james-domain-sharing-<version>" + remedy + " in its place");
        }
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
