// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.commandline.check.Findings.Place;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.ConfigurationFile;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.HeloName;
import java.io.File;
import java.io.FileNotFoundException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code domainsharing.xml}, read by the very reader that James starts with. */
final class SharingFile {
    static final String NAME = "domainsharing.xml";
    static final Place FILE = Place.of(NAME);

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
                    FILE,
                    "is not there, so Domain Sharing is off",
                    "Copy it from james-conf/, and change what is yours");
            return Optional.empty();
        }
        try {
            DomainSharingConfiguration configuration = ConfigurationFile.read(folder.provider());
            meaning(configuration);
            return Optional.of(configuration);
        } catch (BadConfigurationException e) {
            mistake(e);
            return Optional.empty();
        }
    }

    private void mistake(BadConfigurationException e) {
        String remedy = e.problem().startsWith("'${env:")
                ? "Set that environment variable, for James and for this check, or write the value itself"
                : e.remedy();
        findings.error(FILE.key(e.key()), e.problem(), e.key().isEmpty() ? "Correct the XML" : remedy);
        findings.skipped(FILE, "was read up to that mistake only", "Correct it and check again");
    }

    private void meaning(DomainSharingConfiguration configuration) {
        if (!configuration.enabled()) {
            findings.warning(
                    FILE.key("enabled").value(false),
                    "switches Domain Sharing off: James behaves as stock",
                    "Write <enabled>true</enabled> to switch it on");
        } else {
            findings.ok(FILE, "is understood: node " + configuration.node() + ", peers " + peers(configuration));
        }
        if (configuration.peers().isEmpty() && !configuration.peersByMx()) {
            findings.warning(
                    FILE.key("peers"),
                    "names no peer: every address is this server's own business until one is added at run time",
                    "Write a <peer>, or: domain-sharing peers add NAME --smtp HOST");
        }
        if (configuration.minger().isEmpty() && configuration.enabled()) {
            findings.warning(
                    FILE.key("minger"),
                    "is left out: no peer can ask this server by Minger",
                    "Add <minger><secret>...</secret></minger>, unless every peer asks by VRFY or RCPT");
        }
        secrets(configuration);
        String inLookUps = configuration.lookup().smtp().heloName();
        String inDelivery = configuration.delivery().handover().heloName();
        heloName("lookup/heloName", inLookUps);
        if (!Objects.equals(inLookUps, inDelivery)) {
            heloName("delivery/heloName", inDelivery);
        }
        for (Gateway gateway : configuration.gateways()) {
            String file = gateway.file();
            if (file != null) {
                addressFile(gateway, file);
            }
        }
    }

    private static String peers(DomainSharingConfiguration configuration) {
        return configuration.peersByMx()
                ? "by MX"
                : configuration.peers().stream()
                        .map(peer -> peer.name().value())
                        .collect(Collectors.joining(", "));
    }

    private void heloName(String key, @Nullable String name) {
        if (name != null && !HeloName.isFullyQualified(name)) {
            findings.warning(
                    FILE.key(key).value(name),
                    "is no fully-qualified host name: some servers refuse all mail for what EHLO says",
                    "Write this server's full name, such as mx1.example.com");
        }
    }

    private void secrets(DomainSharingConfiguration configuration) {
        configuration.minger().ifPresent(minger -> minger.secrets()
                .forEach(secret -> strength("minger/secret", secret)));
        for (Peer peer : configuration.peers()) {
            Secret secret = peer.secret();
            if (secret != null) {
                strength(key(peer, "secret"), secret);
            }
        }
    }

    private void strength(String key, Secret secret) {
        if (secret.isWeak()) {
            findings.warning(
                    FILE.key(key),
                    "is shorter than 16 characters, hence easy to guess",
                    "Choose 16 to 50 random characters, at both servers");
        }
    }

    private void addressFile(Gateway gateway, String url) {
        Place place = FILE.key("gateways/gateway[" + gateway.domain().asString() + "]/file")
                .value(url);
        try {
            File file = folder.fileSystem().getFile(url);
            if (file.canRead()) {
                findings.ok(place, "is there");
                return;
            }
        } catch (FileNotFoundException e) {
            findings.error(
                    place,
                    "is no place that James finds",
                    "Write a path below James's own folder, such as file://conf/customer.txt");
            return;
        }
        findings.error(place, "cannot be read", "Put the addresses there, one on each line");
    }

    /** The path of a peer's key, the peer by its name. */
    static String key(Peer peer, String key) {
        return "peers/peer[" + peer.name() + "]/" + key;
    }
}
