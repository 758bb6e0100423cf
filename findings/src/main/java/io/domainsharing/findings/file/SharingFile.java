// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.findings.sharing.SharingRule;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.configuration.ConfigurationFile;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.io.File;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code domainsharing.xml}, read by the very reader that James starts with. */
public final class SharingFile {
    public static final String NAME = "domainsharing.xml";
    public static final Place FILE = Place.of(NAME);

    private final ConfFolder folder;
    private final Findings findings;

    SharingFile(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    /** The configuration, where James would start with it. */
    Optional<DomainSharingConfiguration> check() {
        if (!folder.has(NAME)) {
            findings.error(
                    Rule.SHARING_FILE,
                    FILE,
                    "is not there, so Domain Sharing is off",
                    "Copy it from james-conf/, and change what is yours");
            return Optional.empty();
        }
        try {
            DomainSharingConfiguration configuration =
                    ConfigurationFile.read(folder.provider(), new FileLines(folder).of(NAME));
            meaning(configuration);
            cacheFolder(configuration);
            return Optional.of(configuration);
        } catch (BadConfigurationException e) {
            e.all().forEach(this::mistake);
            findings.skipped(
                    Rule.SHARING_FILE,
                    FILE,
                    "was not looked at as a whole for these mistakes",
                    "Correct it and check again");
            return Optional.empty();
        }
    }

    private void mistake(BadConfigurationException e) {
        String remedy = e.problem().startsWith("'${env:")
                ? "Set that environment variable, for James and for this check, or write the value itself"
                : e.remedy();
        Findings mistake = findings.another();
        mistake.error(
                Rule.SHARING_FILE, FILE.key(e.key()), e.problem(), e.key().isEmpty() ? "Correct the XML" : remedy);
        mistake.replaceAll(
                finding -> e.line().isPresent() ? finding.atLine(e.line().getAsInt()) : finding);
        findings.addAll(mistake);
    }

    private void meaning(DomainSharingConfiguration configuration) {
        if (!configuration.enabled()) {
            findings.warning(
                    Rule.SWITCHED_OFF,
                    FILE.key("enabled").value(false),
                    "switches Domain Sharing off: James behaves as stock",
                    "Write <enabled>true</enabled> to switch it on");
        } else {
            findings.ok(
                    Rule.SHARING_FILE,
                    FILE,
                    "is understood: node " + configuration.node() + ", peers " + peers(configuration));
        }
        if (configuration.enabled()) {
            SharingRule.checkAll(Sharing.of(configuration), findings);
            minger(configuration);
        }
        for (Gateway gateway : configuration.gateways()) {
            String file = gateway.file();
            if (file != null) {
                addressFile(gateway, file);
            }
        }
    }

    private void minger(DomainSharingConfiguration configuration) {
        if (configuration.minger().isEmpty()) {
            findings.warning(
                    Rule.NO_MINGER,
                    FILE.key("minger"),
                    "is left out: no peer can ask this server by Minger",
                    "Add <minger><secret>...</secret></minger>, unless every peer asks by VRFY or RCPT");
        }
    }

    private static String peers(DomainSharingConfiguration configuration) {
        return configuration.peersByMx()
                ? "by MX"
                : configuration.peers().stream()
                        .map(peer -> peer.name().value())
                        .collect(Collectors.joining(", "));
    }

    private void addressFile(Gateway gateway, String url) {
        Place place = FILE.key("gateways/gateway[" + gateway.domain().asString() + "]/file")
                .value(url);
        try {
            File file = folder.fileSystem().getFile(url);
            if (file.canRead()) {
                findings.ok(Rule.ADDRESS_FILE, place, "is there");
                return;
            }
        } catch (FileNotFoundException e) {
            findings.error(
                    Rule.ADDRESS_FILE,
                    place,
                    "is no place that James finds",
                    "Write a path below James's own folder, such as file://conf/customer.txt");
            return;
        }
        findings.error(Rule.ADDRESS_FILE, place, "cannot be read", "Put the addresses there, one on each line");
    }

    private void cacheFolder(DomainSharingConfiguration configuration) {
        String url = configuration.cache().path();
        Place place = FILE.key("cache/path").value(url);
        try {
            // James's own reader finds files only that are there; a folder is made at the start.
            File path = folder.fileSystem().getFile(url);
            for (File at = path; at != null; at = at.getParentFile()) {
                if (at.exists()) {
                    if (!at.isDirectory()) {
                        findings.error(
                                Rule.CACHE_FOLDER,
                                place,
                                at + " is a file, where a folder must be: James does not start",
                                "Move the file away, or write another folder");
                    } else if (at.equals(path) && !at.canWrite()) {
                        findings.warning(
                                Rule.CACHE_FOLDER,
                                place,
                                "cannot be written by this user",
                                "Let James's user write there");
                    }
                    return;
                }
            }
        } catch (FileNotFoundException e) {
            findings.error(
                    Rule.CACHE_FOLDER,
                    place,
                    "is no place that James finds",
                    "Write a folder such as " + CacheConfiguration.DEFAULT_PATH);
        }
    }
}
