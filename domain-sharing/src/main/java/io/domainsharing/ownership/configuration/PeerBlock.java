// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.james.core.Domain;

/** Reads {@code <peers>}, and one peer as it comes in at run time. */
public final class PeerBlock {
    /** Names a queue, {@code domain-sharing-undetermined}, hence no peer. */
    public static final PeerName RESERVED = new PeerName("undetermined");

    private static final String SMTP = "smtp";
    private static final String TRUSTED = "trusted";
    private static final String DOMAIN = "domain";
    private static final String UNKNOWN_USER = "unknownUser";

    /** The keys that may repeat, and how often: each look-up and session goes through them. */
    public static final Map<String, Integer> LISTS = Map.of(SMTP, 16, TRUSTED, 64, DOMAIN, 256, UNKNOWN_USER, 64);

    /** Every key of a peer. */
    public static final Set<String> KEYS =
            Set.of("name", SMTP, "lookup", "mingerPort", "secret", TRUSTED, DOMAIN, "tls", UNKNOWN_USER);

    static final String SECRET_REMEDY = "Write 1 to 50 visible ASCII characters, best 16 or more";
    static final String NETWORK_REMEDY = "Write an IP address or a network such as 203.0.113.0/24";
    static final String UNKNOWN_USER_REMEDY =
            "Write how the reply begins, such as 550 5.4.1 Recipient address rejected";
    static final String PORT_REMEDY = "Write a port from 1 to 65535, or leave it out for 4069";

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
        List<HostAndPort> smtp = block.values(
                SMTP,
                most(SMTP),
                Values.hostAndPort(Peer.DEFAULT_SMTP_PORT),
                "Write the host that takes this peer's mail, such as tokyo.example.net:25");
        if (smtp.isEmpty()) {
            throw new BadConfigurationException(
                    block.pathOf(SMTP), "is missing", "Write the host that takes this peer's mail");
        }
        LookupMethod lookup = block.value("lookup", PeerBlock::lookup, "Write minger, vrfy or rcpt, or leave it out")
                .orElse(LookupMethod.MINGER);
        int mingerPort = block.value("mingerPort", Values.integer(1, 65_535), PORT_REMEDY)
                .orElse(Peer.DEFAULT_MINGER_PORT);
        Secret secret = block.value("secret", Values::secret, SECRET_REMEDY).orElse(null);
        List<Network> trusted = block.values(TRUSTED, most(TRUSTED), Network::parse, NETWORK_REMEDY);
        List<Domain> domains = block.values(DOMAIN, most(DOMAIN), Values::domain, "Write a domain such as example.com");
        PeerTls tls = block.value(
                        "tls",
                        PeerTls::parse,
                        "Write opportunistic, required or 64 hexadecimal digits, or leave it out")
                .orElse(PeerTls.DEFAULT);
        List<ReplyBeginning> unknownUser =
                block.values(UNKNOWN_USER, most(UNKNOWN_USER), ReplyBeginning::parse, UNKNOWN_USER_REMEDY);
        block.rejectOthers();
        return new Peer(name, smtp, lookup, mingerPort, secret, trusted, Set.copyOf(domains), tls, unknownUser, false);
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

    private static LookupMethod lookup(String text) {
        return switch (text) {
            case "minger" -> LookupMethod.MINGER;
            case "vrfy" -> LookupMethod.VRFY;
            case "rcpt" -> LookupMethod.RCPT;
            default -> throw new IllegalArgumentException("'" + text + "' is no way to look up addresses");
        };
    }
}
