// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.collect.ImmutableMap;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Domain;

/** Reads {@code <peers>}, and one peer as it comes in at run time. */
public final class PeerBlock {
    /** Names a queue, {@code domain-sharing-undetermined}, hence no peer. */
    public static final PeerName RESERVED = new PeerName("undetermined");

    private static final String TRUSTED = "trusted";
    private static final String DOMAIN = "domain";
    private static final String PROOF = "proof";

    /** The key that may be changed alone while James runs. */
    public static final String MODE = "mode";

    /** The keys that may repeat, and how often: each look-up and session goes through them. */
    public static final Map<String, Integer> LISTS = ImmutableMap.<String, Integer>builder()
            .putAll(ServerBlock.LISTS)
            .put(TRUSTED, 64)
            .put(DOMAIN, 256)
            .buildOrThrow();

    /** Every key of a peer. */
    public static final Set<String> KEYS = Set.of(
            "name",
            ServerBlock.SMTP,
            "lookup",
            ServerBlock.MINGER_PORT,
            ServerBlock.SECRET,
            TRUSTED,
            DOMAIN,
            PROOF,
            "tls",
            MODE,
            ServerBlock.UNKNOWN_USER,
            "digestPort");

    static final String NETWORK_REMEDY = "Write an IP address or a network such as 203.0.113.0/24";

    /** How any server is asked, wherever that is written. */
    static final Words<LookupMethod> LOOKUP = Words.of(LookupMethod.class);

    private static final Words<PeerProof> PROOFS = Words.of(PeerProof.class);

    private static final Words<PeerMode> MODES = Words.of(PeerMode.class);

    private PeerBlock() {}

    /**
     * Every {@code <peer>} of the block, in order.
     *
     * @throws BadConfigurationException a key is unknown, missing, or has an unusable value
     */
    public static List<Peer> allFrom(Block peers) throws BadConfigurationException {
        List<Peer> result = new ArrayList<>();
        Set<PeerName> names = new HashSet<>();
        for (Block block : peers.blocks("peer")) {
            Peer peer = from(block);
            requireSecretToProve(peer, block.pathOf(PROOF));
            if (!names.add(peer.name())) {
                throw new BadConfigurationException(
                        block.pathOf("name"),
                        "'" + peer.name() + "' names another peer already",
                        "Choose another name");
            }
            result.add(peer);
        }
        peers.rejectOthers();
        return result;
    }

    /**
     * One peer of the keys of {@code <peer>}.
     *
     * @throws BadConfigurationException a key is unknown, missing, or has an unusable value
     */
    public static Peer from(Block block) throws BadConfigurationException {
        PeerName name = block.required("name", PeerBlock::name, "Give every peer a short name, such as tokyo");
        ServerBlock server = ServerBlock.from(block, "this peer's", "tokyo.example.net:25");
        LookupMethod lookup = block.word("lookup", LOOKUP).orElse(LookupMethod.MINGER);
        List<Network> trusted = block.values(TRUSTED, most(TRUSTED), Network::parse, NETWORK_REMEDY);
        List<Domain> domains = block.values(DOMAIN, most(DOMAIN), Values::domain, "Write a domain such as example.com");
        PeerProof proof = block.word(PROOF, PROOFS).orElse(PeerProof.AUTO);
        PeerTls tls = block.value(
                        "tls",
                        PeerTls::parse,
                        "Write opportunistic, required or 64 hexadecimal digits, or leave it out")
                .orElse(PeerTls.DEFAULT);
        PeerMode mode = mode(block).orElse(PeerMode.SHARE);
        int digestPort = block.value(
                        "digestPort",
                        Values.integer(1, 65_535),
                        "Write the TCP port of its address digest, such as 4069")
                .orElse(Peer.DEFAULT_DIGEST_PORT);
        block.rejectOthers();
        return new Peer(
                name,
                server.smtp(),
                lookup,
                server.mingerPort(),
                server.secret(),
                trusted,
                Set.copyOf(domains),
                proof,
                tls,
                server.unknownUser(),
                mode,
                false,
                digestPort);
    }

    /** What a peer's word counts for, where the block says so. */
    public static Optional<PeerMode> mode(Block block) throws BadConfigurationException {
        return block.word(MODE, MODES);
    }

    /**
     * Of the peer whose secret is known, which may be that of the one before.
     *
     * @param key where it says so
     * @throws BadConfigurationException a proof is required, and there is no secret to prove
     */
    public static void requireSecretToProve(Peer peer, String key) throws BadConfigurationException {
        if (peer.proof() == PeerProof.REQUIRED && peer.secret() == null) {
            throw new BadConfigurationException(
                    key, "is required, and without <secret> there is nothing to prove", "Write <secret>, or auto");
        }
    }

    private static int most(String key) {
        return Objects.requireNonNull(LISTS.get(key));
    }

    private static PeerName name(String text) {
        PeerName name = new PeerName(text);
        if (name.equals(RESERVED)) {
            throw new IllegalArgumentException("'" + name + "' names the queue of mail whose owner cannot be told");
        }
        if (Gateway.isNameOfOne(name)) {
            throw new IllegalArgumentException("'" + name + "' is how gateways are named");
        }
        return name;
    }
}
