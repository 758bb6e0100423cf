// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import io.domainsharing.commandline.conf.StockConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code install} and {@code uninstall} on a folder, without a James that runs. */
@Tag("O5")
class InstallCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    @ParameterizedTest
    @MethodSource("io.domainsharing.commandline.conf.StockConf#all")
    void uninstallShouldLeaveTheFolderAsItWas(StockConf stock) {
        UnpackedJames james = UnpackedJames.of(stock, home);
        Map<String, String> before = james.files();
        String jar = james.download(
                        "james-domain-sharing-1" + (stock.release().equals("3.9") ? "-jakarta" : "") + ".jar")
                .toString();

        Run installed = james.run(
                "install",
                james.conf().toString(),
                "--yes",
                "--jar",
                jar,
                "--node",
                "paris",
                "--domain",
                "example.com",
                "--host",
                "mx.paris.example.net");

        assertThat(installed.exitCode()).as(installed.out() + installed.err()).isZero();
        assertThat(james.files()).isNotEqualTo(before).containsKey("conf/domainsharing.xml");
        assertThat(installed.out()).contains("errors: 0, warnings: 1,");
        assertThat(james.uninstall().exitCode()).isZero();
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void secretShouldBeInTheFileAndNotOnTheScreen() throws IOException {
        UnpackedJames james = UnpackedJames.of38(home);

        Run run = james.install("--node", "paris");

        String secret = james.text("domainsharing.xml").replaceAll("(?s).*<secret>(.*?)</secret>.*", "$1");
        assertThat(secret).hasSize(24);
        assertThat(run.out()).contains("<secret>***</secret>").doesNotContain(secret, "james72laBalle");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(james.conf().resolve("domainsharing.xml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void otherOfficeShouldBeObservedWhereThatIsAskedFor() {
        UnpackedJames james = UnpackedJames.of38(home);

        Run run = james.install("--node", "paris", "--peer", "tokyo=mx.tokyo.example.net", "--observe");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(james.text("domainsharing.xml")).contains("<name>tokyo</name>", "<mode>observe</mode>");
    }

    @Test
    void secondInstallShouldChangeNothing() {
        UnpackedJames james = UnpackedJames.of38(home);
        james.install("--node", "paris");
        Map<String, String> before = james.files();

        Run again = james.install();

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("there is nothing to change").doesNotContain("ds1:");
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void dryRunShouldShowTheDiffAndWriteNothing() {
        UnpackedJames james = UnpackedJames.of38(home);
        Map<String, String> before = james.files();

        Run run = james.install("--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "--- a/smtpserver.xml",
                        "-            <handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>",
                        "+            <handler class=\"io.domainsharing.smtp.DomainSharingRcptHook\"/>",
                        "--- /dev/null",
                        "+++ b/domainsharing.xml",
                        "dry run")
                .doesNotContain("ds1:");
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void nothingShouldBeWrittenWhenNobodyIsThereToBeAskedOrSaysNo() {
        UnpackedJames james = UnpackedJames.of38(home);
        Map<String, String> before = james.files();
        String[] install = {
            "install",
            james.conf().toString(),
            "--jar",
            james.download("james-domain-sharing-1.jar").toString()
        };

        Run nobody = james.run(install);
        Run no = james.typing("n").run(install);

        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("add --yes");
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(james.files()).isEqualTo(before);
        assertThat(james.typing("y").run(install).exitCode()).isZero();
        assertThat(james.files()).containsKey("conf/domainsharing.xml");
    }

    @Test
    void nothingShouldBeWrittenWhenOneFileCannotBeEdited() {
        UnpackedJames james = UnpackedJames.of38(home);
        james.edit("mailetcontainer.xml", text -> text.replace("\"RecipientRewriteTable\"", "\"Mine\""));
        Map<String, String> before = james.files();

        Run run = james.install();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "mailetcontainer.xml has RecipientRewriteTable in no processor",
                        "    <mailet match=\"All\" class=\"io.domainsharing.mailets.DomainSharingMailet\"/>");
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void jarShouldBeReplacedWhenANewerOneIsInstalled() throws IOException {
        UnpackedJames james = UnpackedJames.of38(home);
        Map<String, String> before = james.files();
        james.install("--node", "paris");
        Path newer = james.jar("james-domain-sharing-2.jar", "javax/mail/", "2");

        Run upgraded = james.run("install", james.conf().toString(), "--yes", "--jar", newer.toString());

        assertThat(upgraded.exitCode()).as(upgraded.out() + upgraded.err()).isZero();
        assertThat(james.jars()).isDirectoryContaining("glob:**/james-domain-sharing-2.jar");
        assertThat(james.jars().resolve("james-domain-sharing-1.jar")).doesNotExist();
        Files.delete(newer);
        assertThat(james.uninstall().exitCode()).isZero();
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void jarThatWasThereBeforeShouldComeBack() throws IOException {
        UnpackedJames james = UnpackedJames.of38(home);
        Files.createDirectories(james.jars());
        Files.copy(james.jar("old.jar", "javax/mail/", "0"), james.jars().resolve("old.jar"));
        Map<String, String> before = james.files();

        assertThat(james.install("--node", "paris").exitCode()).isZero();

        assertThat(james.jars().resolve("old.jar")).doesNotExist();
        assertThat(james.uninstall().exitCode()).isZero();
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void jarForAnotherJamesShouldBeRefused() {
        UnpackedJames james = UnpackedJames.of38(home);
        Map<String, String> before = james.files();
        String other = james.download("james-domain-sharing-1-jakarta.jar").toString();

        Run run = james.run("install", james.conf().toString(), "--yes", "--jar", other);

        assertThat(run.exitCode()).isEqualTo(9);
        assertThat(run.err()).contains("is for James 3.9 or later, and the James in", "is 3.8");
        assertThat(james.files()).isEqualTo(before);
    }

    @Test
    void linesOfSomebodyElseShouldStayWhenTheFileWasEditedSince() {
        UnpackedJames james = UnpackedJames.of38(home);
        String smtp = james.text("smtpserver.xml");
        String extensions = james.text("extensions.properties");
        james.install("--node", "paris");
        james.edit("smtpserver.xml", text -> text.replace("<bind>0.0.0.0:25<", "<bind>192.0.2.1:25<"));
        james.edit("extensions.properties", text -> text + "\nmine=1\n");

        Run run = james.uninstall();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(james.text("smtpserver.xml")).isEqualTo(smtp.replace("<bind>0.0.0.0:25<", "<bind>192.0.2.1:25<"));
        assertThat(james.text("extensions.properties")).isEqualTo(extensions + "\nmine=1\n");
    }

    @Test
    void nothingShouldBeTakenBackWhenLinesOfInstallWereEdited() {
        UnpackedJames james = UnpackedJames.of38(home);
        james.install("--node", "paris");
        james.edit(
                "smtpserver.xml",
                text -> text.replaceFirst("(?s)<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>", ""));
        Map<String, String> before = james.files();

        Run run = james.uninstall();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "smtpserver.xml was edited since",
                        "+             <handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>");
        assertThat(james.files()).isEqualTo(before);
        assertThat(james.uninstall("--force").exitCode()).isZero();
        assertThat(james.files()).doesNotContainKey("conf/domainsharing.xml");
    }

    @Test
    void sharingFileThatWasEditedShouldBeKeptUnderAnotherName() {
        UnpackedJames james = UnpackedJames.of38(home);
        james.install("--node", "paris");
        james.edit("domainsharing.xml", text -> text.replace("<node>", "<!-- mine --><node>"));

        assertThat(james.uninstall().exitCode()).isZero();

        assertThat(james.files())
                .doesNotContainKey("conf/domainsharing.xml")
                .containsKey("conf/domainsharing.xml.uninstalled");
    }

    @Test
    void folderThatInstallHasNotSeenShouldBeLeftAlone() {
        UnpackedJames james = UnpackedJames.of38(home);

        Run run = james.uninstall();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("has changed nothing in");
    }

    @Test
    void linkToAFileShouldStayOneWhenItIsEdited() throws IOException {
        UnpackedJames james = UnpackedJames.of38(home);
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere")).resolve("smtp.xml");
        Files.move(james.conf().resolve("smtpserver.xml"), elsewhere);
        Files.createSymbolicLink(james.conf().resolve("smtpserver.xml"), elsewhere);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r-----"));
        String before = Files.readString(elsewhere);

        james.install("--node", "paris");

        assertThat(james.conf().resolve("smtpserver.xml")).isSymbolicLink();
        assertThat(elsewhere).content().contains("DomainSharingRcptHook");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
                .isEqualTo("rw-r-----");
        james.uninstall();
        assertThat(elsewhere).hasContent(before);
    }
}
