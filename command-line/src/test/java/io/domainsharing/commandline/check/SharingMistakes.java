// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static io.domainsharing.commandline.check.MistakesFixture.PIPELINE;
import static io.domainsharing.commandline.check.MistakesFixture.SHARING;
import static io.domainsharing.commandline.check.MistakesFixture.error;
import static io.domainsharing.commandline.check.MistakesFixture.warning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Mistakes about peers, domains, lines and logs that James starts with, or dies of without a word; each with what is said of it. */
final class SharingMistakes {
    private static final String EXTENSIONS = "extensions.properties";
    private static final String LOGBACK = "logback.xml";

    private SharingMistakes() {}

    static Stream<Arguments> all() {
        return Stream.of(
                warning(
                        "domainsharing.xml: domains/domain (exmaple.com) is shared, and not among James's own",
                        "all its mail is refused",
                        "james-cli AddDomain exmaple.com",
                        conf -> conf.replace(
                                SHARING, "<domain>example.com</domain>\n", "<domain>exmaple.com</domain>\n")),
                error(
                        "domainsharing.xml: peers/peer[oslo]/smtp (TOKYO.example.net:25) is a host of peer tokyo too",
                        "two owners",
                        "Remove one of the two",
                        conf -> conf.peers(peer("tokyo", "tokyo.example.net"), peer("oslo", "TOKYO.example.net"))),
                warning(
                        "domainsharing.xml: peers/peer[TOKYO]/name differs from peer tokyo in upper and lower case only",
                        "two peers",
                        "another name",
                        conf -> conf.peers(peer("tokyo", "a.example.net"), peer("TOKYO", "b.example.net"))),
                warning(
                        "domainsharing.xml: peers/peer[tokyo]/smtp (tokyo.example.net:587) is a port for users' programs",
                        "waits",
                        "Write port 25",
                        conf -> conf.peers(peer("tokyo", "tokyo.example.net:587"))),
                error(
                        "domainsharing.xml: minger/bind (127.0.0.1:4069) is reached from this machine only",
                        "peer tokyo cannot ask",
                        "Leave it out",
                        conf -> conf.replace(
                                SHARING, "<!-- <bind>0.0.0.0:4069</bind> -->", "<bind>127.0.0.1:4069</bind>")),
                error(
                        "domainsharing.xml: cache/path (file://var/domain-sharing)",
                        "is a file, where a folder must be",
                        "Move the file away",
                        SharingMistakes::putAFileInThePlaceOfTheCache),
                warning(
                        "extensions.properties: guice.extension.module names io.domainsharing.james.DomainSharingModule 2 times",
                        "2 times",
                        "Keep one of the lines: [12, 25]",
                        conf -> conf.edit(EXTENSIONS, text -> text + text)),
                error(
                        "extensions.properties: guice.extension.module stands at the end of line 1",
                        "does not read it",
                        "Begin a line of its own",
                        conf -> conf.edit(
                                EXTENSIONS,
                                text -> text.replaceFirst("\nguice.extension.module", "guice.extension.module"))),
                error(
                        "extensions.properties: guice.extension.module stands at the end of line 12",
                        "does not read it",
                        "Begin a line of its own",
                        conf -> conf.edit(
                                EXTENSIONS,
                                text -> text.replaceFirst(
                                        "\nguice.extension.module", "\nother.key=Otherguice.extension.module"))),
                error(
                        "extensions.properties: guice.extension.module does not name",
                        "does not load the extension",
                        "Write guice.extension.module=",
                        conf -> conf.edit(
                                EXTENSIONS,
                                text -> text.replaceFirst("\nguice.extension.module", "\n# guice.extension.module"))),
                warning(
                        "logback.xml writes no INFO of io.domainsharing: that it is on",
                        "in no log",
                        "Add <logger",
                        conf -> conf.replace(LOGBACK, "<logger name=\"io.domainsharing\" level=\"INFO\"/>", "")),
                warning(
                        "logback.xml writes no INFO of io.domainsharing.audit",
                        "who was refused",
                        "level=\"INFO\"",
                        conf -> conf.replace(
                                LOGBACK,
                                "<logger name=\"io.domainsharing\" level=\"INFO\"/>",
                                "<logger name=\"io.domainsharing\" level=\"INFO\"/>"
                                        + "<logger name=\"io.domainsharing.audit\" level=\"OFF\"/>")),
                error(
                        "mailetcontainer.xml: processors/processor[transport] has no DomainSharingMailet before the local",
                        "a running server defers it with 451",
                        "Write <mailet",
                        conf -> conf.edit(
                                PIPELINE,
                                text -> text.replace(
                                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.DomainSharingMailet\"/>",
                                        ""))));
    }

    private static String peer(String name, String smtp) {
        return "<peer><name>" + name + "</name><smtp>" + smtp
                + "</smtp><secret>secret-of-a-peer-0123456789</secret></peer>";
    }

    private static void putAFileInThePlaceOfTheCache(SampleConf conf) {
        try {
            Path var = Files.createDirectories(conf.folder().resolveSibling("var"));
            Files.writeString(var.resolve("domain-sharing"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
