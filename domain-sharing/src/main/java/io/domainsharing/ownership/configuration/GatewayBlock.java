// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.Network;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;

/** Reads {@code <gateways>}. */
final class GatewayBlock {
    private static final String VERIFY = "verify";
    private static final Words<Verification> VERIFICATIONS = Words.of(Verification.class);
    private static final Words<WhenUnreachable> WHEN_UNREACHABLE = Words.of(WhenUnreachable.class);

    private GatewayBlock() {}

    /**
     * All gateways of the block.
     *
     * @param shared the domains listed as shared, none of which can be a gateway
     */
    static List<Gateway> allFrom(Block gateways, Set<Domain> shared) throws BadConfigurationException {
        List<Gateway> result = new ArrayList<>();
        Set<Domain> domains = new HashSet<>();
        for (Block block : gateways.blocks("gateway")) {
            Gateway gateway = from(block);
            Domain domain = gateway.domain();
            if (!domains.add(domain)) {
                throw new BadConfigurationException(
                        block.pathOf("domain"),
                        "'" + domain.asString() + "' has a gateway already",
                        "Keep one of them");
            }
            if (shared.contains(domain)) {
                throw new BadConfigurationException(
                        block.pathOf("domain"),
                        "'" + domain.asString() + "' is also in <domains>, that is, shared with peers",
                        "Keep it in one of the two");
            }
            result.add(gateway);
        }
        gateways.rejectOthers();
        return result;
    }

    private static Gateway from(Block block) throws BadConfigurationException {
        Domain domain = block.required("domain", Values::domain, "Write the domain that is relayed");
        Verification verify = block.word(VERIFY, VERIFICATIONS).orElse(Verification.MINGER);
        if (verify != Verification.MINGER) {
            rejectMeaningless(block, ServerBlock.MINGER_PORT, ServerBlock.SECRET);
        }
        if (!verify.asksHost()) {
            rejectMeaningless(block, "whenUnreachable");
        }
        if (verify == Verification.NONE) {
            rejectMeaningless(block, "file", "alsoAskPeers");
        }
        ServerBlock server = ServerBlock.from(block, "this domain's", "mx.customer.example:25");
        String file = block.value("file", Values::fileUrl, "Write a file such as file://conf/customer.txt")
                .orElse(null);
        WhenUnreachable unreachable =
                block.word("whenUnreachable", WHEN_UNREACHABLE).orElse(WhenUnreachable.ACCEPT);
        boolean alsoAskPeers =
                block.value("alsoAskPeers", Values::bool, "Write true or false").orElse(false);
        EtrnClients etrn = new EtrnClients(
                block.values("etrnFrom", Network::parse, PeerBlock.NETWORK_REMEDY),
                Set.copyOf(block.values(
                        "etrnUser",
                        GatewayBlock::user,
                        "Write a user of this server, such as backup@customer.example")));
        block.rejectOthers();
        if (verify == Verification.FILE && file == null) {
            throw new BadConfigurationException(
                    block.pathOf("file"), "is missing", "Write the file of the addresses, or another <verify>");
        }
        try {
            return new Gateway(
                    domain,
                    server.smtp(),
                    verify,
                    server.mingerPort(),
                    server.secret(),
                    file,
                    unreachable,
                    alsoAskPeers,
                    etrn,
                    server.unknownUser());
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    block.pathOf("domain"),
                    String.valueOf(e.getMessage()),
                    "Write it in its xn-- form, or a shorter one");
        }
    }

    private static void rejectMeaningless(Block block, String... keys) throws BadConfigurationException {
        String verify = block.value(VERIFY, text -> text, "").orElseThrow();
        for (String key : keys) {
            if (block.value(key, text -> text, "").isPresent()) {
                throw new BadConfigurationException(
                        block.pathOf(key),
                        "has no meaning where <verify> is " + verify,
                        "Remove it, or write another <verify>");
            }
        }
    }

    private static Username user(String text) {
        try {
            return Username.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' cannot be a user: " + e.getMessage(), e);
        }
    }
}
