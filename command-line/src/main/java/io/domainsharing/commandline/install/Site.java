// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.google.common.net.HostAndPort;
import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.Office;
import io.domainsharing.commandline.conf.PeerEntry;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FolderCheck;
import io.domainsharing.findings.file.OwnListeners;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The server of a folder, as its {@code domainsharing.xml} has it.
 *
 * @param isShared whether there is such a file
 * @param configuration null: there is no such file, or James would not start with it
 */
record Site(Path conf, boolean isShared, @Nullable DomainSharingConfiguration configuration) {
    static Site of(Path conf) {
        boolean isShared = Files.isRegularFile(conf.resolve(SharingEdits.NAME));
        return new Site(
                conf, isShared, isShared ? FolderCheck.of(new ConfFolder(conf)).configuration() : null);
    }

    /** Whether the file is there and cannot be read. */
    boolean isBroken() {
        return isShared && configuration == null;
    }

    /**
     * As other offices know it: what the file says, and where it says nothing, the options.
     *
     * @param otherwise its name where neither says one; null: the host's
     * @throws IOException this machine has no name
     */
    Office own(SetupOptions options, @Nullable PeerName otherwise) throws IOException {
        String hostName = InetAddress.getLocalHost().getCanonicalHostName();
        PeerName given = options.node() == null ? otherwise : options.node();
        PeerName name = configuration != null
                ? new PeerName(configuration.node().value())
                : given != null ? given : new PeerName(hostName.split("\\.", 2)[0]);
        String place = options.host();
        Office office = Office.of(name, place == null ? hostName : place, smtpPort());
        return configuration == null
                ? office
                : new Office(
                        name, office.host(), office.smtpPort(), mingerPort().orElse(office.mingerPort()));
    }

    private Optional<Integer> mingerPort() {
        return minger().stream()
                .flatMap(minger -> minger.bind().stream())
                .map(InetSocketAddress::getPort)
                .findFirst();
    }

    private int smtpPort() {
        try {
            return OwnListeners.forServers(new ConfFolder(conf).provider()).stream()
                    .findFirst()
                    .map(HostAndPort::getPort)
                    .orElse(Office.SMTP);
        } catch (ConfigurationException e) {
            // Said where the file is to be changed.
            return Office.SMTP;
        }
    }

    private Optional<MingerServerConfiguration> minger() {
        return configuration == null ? Optional.empty() : configuration.minger();
    }

    /** What peers may ask it with. */
    List<Secret> secrets() {
        return minger().map(MingerServerConfiguration::secrets).orElse(List.of());
    }

    /** Those that its file names; none: every domain that it has. */
    List<String> domains() {
        return configuration == null
                ? List.of()
                : configuration.domains().stream()
                        .map(Domain::asString)
                        .sorted()
                        .toList();
    }

    Optional<Peer> peer(PeerName name) {
        return configuration == null
                ? Optional.empty()
                : configuration.peers().stream()
                        .filter(peer -> peer.name().value().equalsIgnoreCase(name.value()))
                        .findFirst();
    }

    /**
     * Its file with these peers and secrets, those that it has already left as they are.
     *
     * @param created the file where there is none
     * @param byHand what cannot be told by the text is added to it
     */
    EditedText with(SourceText created, List<PeerEntry> peers, List<Secret> secrets, List<ByHand> byHand)
            throws IOException {
        if (isBroken()) {
            byHand.add(new ByHand(SharingEdits.NAME, "has mistakes: domain-sharing check says which", List.of()));
            return SharingEdits.asNew(created);
        }
        List<PeerEntry> newPeers = peers.stream()
                .filter(entry -> peer(entry.office().name()).isEmpty())
                .toList();
        if (!isShared) {
            List<Secret> others = secrets.stream()
                    .filter(secret -> !created.text().contains(">" + secret.value() + "<"))
                    .toList();
            return SharingEdits.asNew(
                    SharingEdits.add(created, newPeers, others, byHand).after());
        }
        List<Secret> newSecrets =
                secrets.stream().filter(secret -> !secrets().contains(secret)).toList();
        SourceText source = SourceText.of(SharingEdits.NAME, Files.readAllBytes(conf.resolve(SharingEdits.NAME)));
        return SharingEdits.add(source, newPeers, newSecrets, byHand);
    }
}
