// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import com.google.common.hash.Hashing;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which peers and gateways each node of a site has in its {@code domainsharing.xml}. A name that was served once and stands in nobody's
 * file is removed; one that stands in another node's is not, whatever the file of this one says. Used by one thread at a time; blocks.
 */
final class NodeFiles {
    /** So long the file of a node counts that is gone. */
    static final Duration LIFETIME = Duration.ofDays(1);
    /** How often a node says what it has. */
    static final Duration TOLD_EVERY = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(NodeFiles.class);
    private static final Pattern SPACE = Pattern.compile(" ");

    private final SharedState state;
    private final StateKey key;
    private final String own;
    private final Clock clock;
    private Set<PeerName> others = Set.of();
    private Instant nextTold = Instant.MIN;

    /**
     * Tells nothing yet.
     *
     * @param node a text that no other node has, the same over a restart
     * @param own what stands in the file of this node
     */
    NodeFiles(SharedState state, String node, Collection<PeerName> own, Clock clock) {
        this.state = state;
        this.key = new StateKey(
                StateKind.NODE_FILE,
                Hashing.sha256().hashString(node, StandardCharsets.UTF_8).toString());
        this.own = own.stream().map(PeerName::value).sorted().collect(Collectors.joining(" "));
        this.clock = clock;
    }

    /** What other nodes have in their files, as of the last time that it was {@linkplain #read read}. */
    Set<PeerName> others() {
        return others;
    }

    /** Says what this node has, if it has not done so for a while. */
    void tell() throws StateUnavailableException {
        Instant now = clock.instant();
        if (now.isBefore(nextTold)) {
            return;
        }
        StateValue value = StateValue.expiring(own, LIFETIME);
        Optional<String> before = state.get(key);
        boolean told =
                before.isPresent() ? state.compareAndSet(key, before.get(), value) : state.putIfAbsent(key, value);
        nextTold = told ? now.plus(TOLD_EVERY) : now;
    }

    void read() throws StateUnavailableException {
        Set<PeerName> found = new HashSet<>();
        for (Map.Entry<String, String> file : state.list(StateKind.NODE_FILE).entrySet()) {
            if (!file.getKey().equals(key.name())) {
                add(file.getValue(), found);
            }
        }
        others = Set.copyOf(found);
    }

    private static void add(String names, Set<PeerName> found) {
        for (String name : SPACE.split(names, -1)) {
            try {
                if (!name.isEmpty()) {
                    found.add(new PeerName(name));
                }
            } catch (IllegalArgumentException e) {
                LOGGER.debug("What another node has in its file cannot be read", e);
            }
        }
    }
}
