// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.Undo;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FolderCheck;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.PeerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The changes of James's own files, on what James brings and on what people make of it. */
class ConfEditsTest {
    private static final List<String> DOMAINS = List.of("example.com");

    /** A server without a peer yet, whose JAR no test needs. */
    private static final Set<Rule> EXPECTED = Set.of(Rule.NO_PEER, Rule.EXTENSION_JAR);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private static List<StockConf> all() {
        return StockConf.all().toList();
    }

    private static ConfEdits write(Path conf) throws IOException {
        ConfEdits edits = ConfEdits.of(conf, DOMAINS);
        for (EditedText file : edits.files()) {
            Files.write(conf.resolve(file.name()), file.after().octets());
        }
        return edits;
    }

    private static void share(Path conf) throws IOException {
        Files.write(
                conf.resolve(SharingEdits.NAME),
                SharingEdits.create(
                                new Office(new PeerName("paris"), "mx.paris.example.net", 25, 4069),
                                DOMAINS,
                                null,
                                new Secret("secret-of-paris-0123456789"))
                        .octets());
    }

    @ParameterizedTest
    @MethodSource("all")
    void checkShouldFindNothingInStockFilesWhenTheyAreEdited(StockConf stock) throws IOException {
        Path conf = stock.copyTo(temporary.resolve("conf"));
        share(conf);

        ConfEdits edits = write(conf);

        assertThat(edits.byHand()).isEmpty();
        assertThat(edits.files()).hasSize(7);
        assertThat(FolderCheck.of(new ConfFolder(conf)).findings().all())
                .filteredOn(finding -> finding.severity() != Severity.OK && !EXPECTED.contains(finding.rule()))
                .extracting(Finding::message)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingShouldBeProposedWhenEverythingIsThere(StockConf stock) throws IOException {
        Path conf = stock.copyTo(temporary.resolve("conf"));
        write(conf);

        ConfEdits second = ConfEdits.of(conf, DOMAINS);

        assertThat(second.byHand()).isEmpty();
        assertThat(second.files()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void stockFileShouldComeBackOctetForOctetWhenItsChangesAreUndone(StockConf stock) throws IOException {
        for (EditedText file : ConfEdits.of(stock.folder(), DOMAINS).files()) {
            assertSoftly(softly -> requireUndone(file, file.name(), softly));
        }
    }

    private static void requireUndone(EditedText file, String what, SoftAssertions softly) {
        Undo undo = Undo.of(file.after(), file.hunks());
        softly.assertThat(undo.left()).as(what).isEmpty();
        softly.assertThat(undo.text().text()).as(what).isEqualTo(file.before().text());
        softly.assertThat(file.after().text())
                .as(what)
                .isNotEqualTo(file.before().text());
    }

    /** Line ends, tabs, comments and blank lines of every kind, and no line end at the end. */
    @ParameterizedTest
    @MethodSource("all")
    void rearrangedFileShouldComeBackOctetForOctetWhenItsChangesAreUndone(StockConf stock) throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Path conf = temporary.resolve("conf" + seed);
            stock.copyTo(conf);
            Random random = new Random(seed);
            for (String name : stock.files()) {
                Path file = conf.resolve(name);
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Files.writeString(file, Rearranged.of(name, text, random), StandardCharsets.ISO_8859_1);
            }

            ConfEdits edits = ConfEdits.of(conf, DOMAINS);

            assertThat(edits.byHand()).as("seed " + seed).isEmpty();
            assertThat(edits.files()).hasSize(7);
            String what = stock + ", seed " + seed;
            assertSoftly(
                    softly -> edits.files().forEach(file -> requireUndone(file, what + ", " + file.name(), softly)));
        }
    }

    @Test
    void lineEndsOfTheFileShouldBeThoseOfTheNewLines() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path file = conf.resolve("smtpserver.xml");
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

        write(conf);

        assertThat(Files.readString(file).replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    @Test
    void lastLineWithoutAnEndShouldStayOne() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Files.writeString(conf.resolve("extensions.properties"), "# mine\nguice.extension.module=org.example.Mine");

        write(conf);

        assertThat(Files.readString(conf.resolve("extensions.properties")))
                .startsWith(
                        "# mine\nguice.extension.module=org.example.Mine,io.domainsharing.james.DomainSharingModule\n")
                .endsWith("guice.extension.task=io.domainsharing.james.DomainSharingTasks");
    }

    @Test
    void classShouldComeBehindACommaWhenTheKeyGoesOnOverLines() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Files.writeString(
                conf.resolve("healthcheck.properties"),
                "additional.healthchecks = org.example.A, \\\n   org.example.B  \nlast=1\n");

        write(conf);

        assertThat(conf.resolve("healthcheck.properties"))
                .hasContent("additional.healthchecks = org.example.A, \\\n   org.example.B,"
                        + "io.domainsharing.webadmin.DomainSharingHealthCheck  \nlast=1\n");
    }

    @Test
    void commentedOutListenerShouldStayAsItIs() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path file = conf.resolve("smtpserver.xml");
        String comment = "<!-- <smtpserver enabled=\"true\"><handlerchain>"
                + "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/></handlerchain></smtpserver> -->";
        Files.writeString(file, Files.readString(file).replace("</smtpservers>", comment + "\n</smtpservers>"));

        write(conf);

        assertThat(Files.readString(file)).contains(comment);
        assertThat(Files.readString(file).split("DomainSharingRcptHook\"", -1)).hasSize(4);
    }

    @Test
    void commentBehindAHandlerShouldStayWhenTheHandlerGoes() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path file = conf.resolve("smtpserver.xml");
        Files.writeString(
                file,
                Files.readString(file).replaceFirst("(fastfail.ValidRcptHandler\"/>)", "$1 <!-- ours since 2019 -->"));

        ConfEdits edits = write(conf);

        assertThat(Files.readString(file)).contains("<!-- ours since 2019 -->");
        assertThat(edits.files().get(0).name()).isEqualTo("smtpserver.xml");
        assertThat(Undo.of(edits.files().get(0).after(), edits.files().get(0).hunks())
                        .text())
                .isEqualTo(edits.files().get(0).before());
    }

    @Test
    void onlyWhatIsMissingShouldComeWhenAFolderIsHalfInstalled() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path file = conf.resolve("smtpserver.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>",
                                "<handler class=\"io.domainsharing.smtp.DomainSharingRcptHook\"/>"));

        write(conf);

        assertThat(Files.readString(file).split("DomainSharingRcptHook\"", -1)).hasSize(4);
        assertThat(Files.readString(file).split("DomainSharingMailHook\"", -1)).hasSize(4);
        assertThat(Files.readString(file).split("VrfyCommand\"", -1)).hasSize(2);
        share(conf);
        assertThat(FolderCheck.of(new ConfFolder(conf)).findings().all())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .isEmpty();
    }

    @Test
    void fileShouldBeLeftToItsOwnerWhenItsPlacesCannotBeTold() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path pipeline = conf.resolve("mailetcontainer.xml");
        Files.writeString(pipeline, Files.readString(pipeline).replace("\"RecipientRewriteTable\"", "\"Mine\""));
        Files.delete(conf.resolve("smtpserver.xml"));
        Files.writeString(conf.resolve("logback.xml"), "<configuration>");

        ConfEdits edits = ConfEdits.of(conf, DOMAINS);

        assertThat(edits.byHand())
                .extracting(ByHand::file)
                .containsExactly("smtpserver.xml", "mailetcontainer.xml", "logback.xml");
        assertThat(edits.byHand().get(1).lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("<mailet match=\"All\" class=\"io.domainsharing.mailets."));
    }

    @Test
    void fileShouldBeLeftToItsOwnerWhenItsCharsetHidesAscii() throws IOException {
        Path conf = StockConf.ofMemoryServer().copyTo(temporary.resolve("conf"));
        Path file = conf.resolve("smtpserver.xml");
        Files.writeString(
                file,
                Files.readString(file).replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-16\""),
                StandardCharsets.UTF_16);

        assertThat(ConfEdits.of(conf, DOMAINS).byHand()).singleElement().satisfies(each -> assertThat(each.why())
                .contains("charset"));
    }
}
