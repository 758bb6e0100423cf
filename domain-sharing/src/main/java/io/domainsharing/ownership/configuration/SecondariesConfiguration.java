// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.base.CharMatcher;
import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.Secondary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Domain;

/**
 * The servers that hold our mail while this one is away: the {@code <secondaries>} block.
 *
 * @param every how often each of them is asked for it by ETRN
 */
public record SecondariesConfiguration(Duration every, List<Secondary> secondaries) {
    public static final Duration DEFAULT_EVERY = Duration.ofMinutes(5);
    public static final SecondariesConfiguration DEFAULT = new SecondariesConfiguration(DEFAULT_EVERY, List.of());

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public SecondariesConfiguration {
        secondaries = List.copyOf(secondaries);
    }

    /**
     * Reads the block.
     *
     * @param gateways the {@code <gateways>} block, whose domains this server is the secondary of
     * @throws BadConfigurationException a key of the block is unknown or its value unusable, or a domain is a gateway's too
     */
    static SecondariesConfiguration from(Block block, Block gateways) throws BadConfigurationException {
        Duration every = block.value(
                        "every",
                        Values.duration(SHORTEST, LONGEST),
                        "Write a duration such as 5 minutes, at most 1 day")
                .orElse(DEFAULT_EVERY);
        Map<Domain, String> relayed = relayed(gateways);
        List<Secondary> secondaries = new ArrayList<>();
        Set<HostAndPort> hosts = new HashSet<>();
        for (Block secondary : block.blocks("secondary")) {
            secondaries.add(secondary(secondary, hosts, relayed));
        }
        block.rejectOthers();
        return new SecondariesConfiguration(every, secondaries);
    }

    private static Secondary secondary(Block block, Set<HostAndPort> hosts, Map<Domain, String> relayed)
            throws BadConfigurationException {
        String smtpRemedy = "Write the host that is asked for the mail, such as backup.example.net:25";
        List<HostAndPort> smtp = block.values("smtp", Values.hostAndPort(Peer.DEFAULT_SMTP_PORT), smtpRemedy);
        if (smtp.isEmpty()) {
            throw new BadConfigurationException(block.pathOf("smtp"), "is missing", smtpRemedy);
        }
        for (HostAndPort host : smtp) {
            if (!hosts.add(host)) {
                throw new BadConfigurationException(
                        block.pathOf("smtp"),
                        "'" + host + "' stands here already",
                        "Keep one of them, with all its domains");
            }
        }
        String domainRemedy = "Write the domain of this server that it holds mail for";
        List<Domain> domains = block.values("domain", SecondariesConfiguration::domain, domainRemedy);
        if (domains.isEmpty()) {
            throw new BadConfigurationException(block.pathOf("domain"), "is missing", domainRemedy);
        }
        Set<Domain> once = new HashSet<>();
        for (Domain domain : domains) {
            if (!once.add(domain)) {
                throw new BadConfigurationException(
                        block.pathOf("domain"), "'" + domain.asString() + "' is given twice", "Keep one of them");
            }
            String gateway = relayed.get(domain);
            if (gateway != null) {
                throw new BadConfigurationException(
                        block.pathOf("domain"),
                        "'" + domain.asString() + "' is also a gateway's (" + gateway
                                + "): this server would be primary and secondary of one domain",
                        "Keep it in one of the two");
            }
        }
        List<Network> trusted = block.values("trusted", Network::parse, PeerBlock.NETWORK_REMEDY);
        block.rejectOthers();
        return new Secondary(smtp, domains, trusted);
    }

    /** It goes into a command. */
    private static Domain domain(String text) {
        Domain domain = Values.domain(text);
        if (!CharMatcher.ascii().matchesAllOf(domain.asString())) {
            throw new IllegalArgumentException(
                    "'" + text + "' holds others than ASCII characters; its xn-- form does not");
        }
        return domain;
    }

    /** Each gateway's domain, with the place where it stands. */
    private static Map<Domain, String> relayed(Block gateways) throws BadConfigurationException {
        Map<Domain, String> places = new HashMap<>();
        for (Block gateway : gateways.blocks("gateway")) {
            gateway.value("domain", Values::domain, "")
                    .ifPresent(domain -> places.put(domain, gateway.pathOf("domain")));
        }
        return places;
    }
}
