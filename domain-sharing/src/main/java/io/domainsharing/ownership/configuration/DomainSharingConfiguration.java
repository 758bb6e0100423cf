// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code conf/domainsharing.xml}. Switched off, nothing of it has any effect and James is stock James.
 *
 * @param domains the shared domains; empty: every local domain
 * @param peers those of the file; empty: all are added at run time, or found by MX
 * @param peersByMx whether the file leaves {@code <peers>} out: they are the MX hosts of each shared domain, but for this server
 * @param mingerServer null: this server answers no queries
 * @param addressDigest null: this server neither serves a digest nor fetches any
 * @param addressHarvest null: every client's recipients are asked about alike
 */
public record DomainSharingConfiguration(
        boolean enabled,
        NodeName node,
        Set<Domain> domains,
        List<Peer> peers,
        boolean peersByMx,
        LookupConfiguration lookup,
        CacheConfiguration cache,
        @Nullable MingerServerConfiguration mingerServer,
        VrfyConfiguration vrfy,
        MxConfiguration mx,
        SendersConfiguration senders,
        DeliveryConfiguration delivery,
        AccountsConfiguration accounts,
        ListsConfiguration lists,
        List<Gateway> gateways,
        SecondariesConfiguration secondaries,
        WebAdminAccessConfiguration webAdmin,
        ClusterConfiguration cluster,
        @Nullable DigestConfiguration addressDigest,
        @Nullable HarvestConfiguration addressHarvest) {
    public static final String NAME = "domainsharing";
    private static final String ROOT_WITHOUT_FILE = new XMLConfiguration().getRootElementName();

    public DomainSharingConfiguration {
        domains = Set.copyOf(domains);
        peers = List.copyOf(peers);
        gateways = List.copyOf(gateways);
    }

    public Optional<MingerServerConfiguration> minger() {
        return Optional.ofNullable(mingerServer);
    }

    public Optional<DigestConfiguration> digest() {
        return Optional.ofNullable(addressDigest);
    }

    public Optional<HarvestConfiguration> harvest() {
        return Optional.ofNullable(addressHarvest);
    }

    /** What a James without a {@code domainsharing.xml} has. */
    public static DomainSharingConfiguration switchedOff(NodeName node) {
        return new DomainSharingConfiguration(
                false,
                node,
                Set.of(),
                List.of(),
                false,
                LookupConfiguration.DEFAULT,
                CacheConfiguration.DEFAULT,
                null,
                VrfyConfiguration.DEFAULT,
                MxConfiguration.DEFAULT,
                SendersConfiguration.DEFAULT,
                DeliveryConfiguration.DEFAULT,
                AccountsConfiguration.DEFAULT,
                ListsConfiguration.DEFAULT,
                List.of(),
                SecondariesConfiguration.DEFAULT,
                WebAdminAccessConfiguration.DEFAULT,
                ClusterConfiguration.DEFAULT,
                null,
                null);
    }

    /**
     * Reads the file, which is checked as a whole even where it says {@code <enabled>false</enabled>}.
     *
     * @param file as James's ConfigurationProvider gives it; empty when there is no such file
     * @param hostName this server's node name unless the file gives another
     * @throws BadConfigurationException a key is unknown, missing, or has an unusable value
     */
    public static DomainSharingConfiguration from(HierarchicalConfiguration<ImmutableNode> file, NodeName hostName)
            throws BadConfigurationException {
        String root = file.getRootElementName();
        if (file.isEmpty() && ROOT_WITHOUT_FILE.equals(root)) {
            return switchedOff(hostName);
        }
        if (!NAME.equals(root)) {
            throw new BadConfigurationException("<" + root + ">", "is not the root element", "Write <" + NAME + ">");
        }
        return from(Block.root(file), hostName);
    }

    private static DomainSharingConfiguration from(Block block, NodeName hostName) throws BadConfigurationException {
        boolean enabled =
                block.value("enabled", Values::bool, "Write true or false").orElse(true);
        NodeName node = block.value("node", NodeName::new, "Write a short name of this server, such as paris")
                .orElse(hostName);
        Block domains = block.block("domains");
        Set<Domain> listed = Set.copyOf(domains.values("domain", Values::domain, "Write a domain such as example.com"));
        domains.rejectOthers();
        List<Peer> peers = PeerBlock.allFrom(block.block("peers"));
        LookupConfiguration lookup = LookupConfiguration.from(block.block("lookup"));
        CacheConfiguration cache = CacheConfiguration.from(block.block("cache"));
        MingerServerConfiguration minger =
                block.isPresent("minger") ? MingerServerConfiguration.from(block.block("minger")) : null;
        VrfyConfiguration vrfy = VrfyConfiguration.from(block.block("vrfy"));
        MxConfiguration mx = MxConfiguration.from(block.block("mx"));
        SendersConfiguration senders = SendersConfiguration.from(block.block("senders"));
        DeliveryConfiguration delivery =
                DeliveryConfiguration.from(block.block("delivery")).withHeloNameOf(lookup);
        AccountsConfiguration accounts = AccountsConfiguration.from(block.block("accounts"));
        ListsConfiguration lists = ListsConfiguration.from(block.block("lists"));
        List<Gateway> gateways = GatewayBlock.allFrom(block.block("gateways"), listed);
        SecondariesConfiguration secondaries =
                SecondariesConfiguration.from(block.block("secondaries"), block.block("gateways"));
        WebAdminAccessConfiguration webAdmin = WebAdminAccessConfiguration.from(block.block("webadmin"));
        ClusterConfiguration cluster = ClusterConfiguration.from(block.block("cluster"));
        HarvestConfiguration harvest =
                block.isPresent("harvest") ? HarvestConfiguration.from(block.block("harvest")) : null;
        DigestConfiguration digest = block.isPresent("digest") ? DigestConfiguration.from(block.block("digest")) : null;
        block.rejectOthers();
        rejectOwnName(block, node, peers);
        return new DomainSharingConfiguration(
                enabled,
                node,
                listed,
                peers,
                !block.isPresent("peers"),
                lookup,
                cache,
                minger,
                vrfy,
                mx,
                senders,
                delivery,
                accounts,
                lists,
                gateways,
                secondaries,
                webAdmin,
                cluster,
                digest,
                harvest);
    }

    private static void rejectOwnName(Block block, NodeName node, List<Peer> peers) throws BadConfigurationException {
        if (peers.stream().anyMatch(peer -> peer.name().value().equalsIgnoreCase(node.value()))) {
            throw new BadConfigurationException(
                    block.pathOf("node"),
                    "'" + node + "' is also the name of a peer",
                    "Give this server and its peers different names");
        }
    }
}
