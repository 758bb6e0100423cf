// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.ReplyBeginning;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a server that takes mail and answers look-ups: those that {@code <peer>} and {@code <gateway>} have in common.
 *
 * @param smtp its hosts in the order in which they are tried, at least one
 * @param secret null: it is asked anonymously
 * @param unknownUser how its replies begin that say "no such user" in words of its own
 */
record ServerBlock(List<HostAndPort> smtp, int mingerPort, @Nullable Secret secret, List<ReplyBeginning> unknownUser) {
    static final String SMTP = "smtp";
    static final String MINGER_PORT = "mingerPort";
    static final String SECRET = "secret";
    static final String UNKNOWN_USER = "unknownUser";

    /** The keys that may repeat, and how often: each look-up and session goes through them. */
    static final Map<String, Integer> LISTS = Map.of(SMTP, 16, UNKNOWN_USER, 64);

    static final String SECRET_REMEDY = "Write 1 to 50 visible ASCII characters, best 16 or more";

    ServerBlock {
        smtp = List.copyOf(smtp);
        unknownUser = List.copyOf(unknownUser);
    }

    /**
     * Reads the keys; the others of the block stay unread.
     *
     * @param whose whose mail the hosts take, such as {@code this peer's}
     * @param example a host as one writes it
     */
    static ServerBlock from(Block block, String whose, String example) throws BadConfigurationException {
        String remedy = "Write the host that takes " + whose + " mail";
        List<HostAndPort> smtp = block.values(
                SMTP, most(SMTP), Values.hostAndPort(Peer.DEFAULT_SMTP_PORT), remedy + ", such as " + example);
        if (smtp.isEmpty()) {
            throw new BadConfigurationException(block.pathOf(SMTP), "is missing", remedy);
        }
        return new ServerBlock(
                smtp,
                block.value(
                                MINGER_PORT,
                                Values.integer(1, 65_535),
                                "Write a port from 1 to 65535, or leave it out for 4069")
                        .orElse(Peer.DEFAULT_MINGER_PORT),
                block.value(SECRET, Values::secret, SECRET_REMEDY).orElse(null),
                block.values(
                        UNKNOWN_USER,
                        most(UNKNOWN_USER),
                        ReplyBeginning::parse,
                        "Write how the reply begins, such as 550 5.4.1 Recipient address rejected"));
    }

    private static int most(String key) {
        return Objects.requireNonNull(LISTS.get(key));
    }
}
