// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import com.google.common.base.Splitter;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.trace.Departure.Role;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One hand-over of a message from a node to a peer, as a line of its header: {@code node=paris; peer=tokyo; hop=1; kept=no;
 * of=mfd; had=...; to=...; sig=...}. The names and the first flag are for everybody; the tokens only the node that wrote the
 * line can read.
 *
 * @param hop 1 for the first hand-over of a way
 * @param kept whether each recipient of the copy was reached by way of addresses of which somebody has a copy
 * @param had tokens of the addresses that are {@link Role#HAD}
 * @param to of those that are {@link Role#TO}
 * @param with of those that are {@link Role#WITH}
 */
record TraceLine(String node, String peer, int hop, boolean kept, Set<String> had, Set<String> to, Set<String> with) {
    static final int MOST_TOKENS = 200;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern PARTS = Pattern.compile("[mfd-]{1,3}");
    private static final String YES = "yes";
    private static final String NO = "no";

    TraceLine {
        had = Set.copyOf(had);
        to = Set.copyOf(to);
        with = Set.copyOf(with);
        if (had.size() + to.size() + with.size() > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "more than " + MOST_TOKENS + " tokens: " + (had.size() + to.size() + with.size()));
        }
    }

    /** The line of a hand-over, with as many tokens as it has room for. */
    static TraceLine of(
            NodeName here, PeerName peer, int hop, Departure departure, Function<CanonicalAddress, String> token) {
        Map<Role, Set<String>> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, new HashSet<>());
        }
        departure.roles().entrySet().stream().limit(MOST_TOKENS).forEach(address -> Objects.requireNonNull(
                        tokens.get(address.getValue()))
                .add(token.apply(address.getKey())));
        return new TraceLine(
                here.value(),
                peer.value(),
                hop,
                departure.isKept(),
                Objects.requireNonNull(tokens.get(Role.HAD)),
                Objects.requireNonNull(tokens.get(Role.TO)),
                Objects.requireNonNull(tokens.get(Role.WITH)));
    }

    /**
     * A line as it was found.
     *
     * @param parts see {@link MessageIdentity#parts}
     * @param signature empty where there is none
     */
    record Found(TraceLine line, String parts, String signature) {
        boolean isBy(TraceKey key, MessageIdentity identity) {
            Optional<String> message = identity.text(parts);
            return message.isPresent() && key.isSignature(signature, message.get(), line.text(parts));
        }

        Optional<Role> role(String token) {
            if (line.had.contains(token)) {
                return Optional.of(Role.HAD);
            } else if (line.to.contains(token)) {
                return Optional.of(Role.TO);
            }
            return line.with.contains(token) ? Optional.of(Role.WITH) : Optional.empty();
        }
    }

    String signed(TraceKey key, MessageIdentity identity) {
        String text = text(identity.parts());
        String message = identity.text(identity.parts()).orElseThrow();
        return text + "; sig=" + key.signature(message, text);
    }

    /** Empty: it cannot be read. What a line of another version has besides is passed over. */
    static Optional<Found> parse(String value) {
        Map<String, String> fields = LineText.parse(value);
        String node = fields.getOrDefault("node", "");
        String peer = fields.getOrDefault("peer", "");
        String hop = fields.getOrDefault("hop", "");
        String parts = fields.getOrDefault("of", "-");
        Set<String> had = tokens(fields.getOrDefault("had", ""));
        Set<String> to = tokens(fields.getOrDefault("to", ""));
        Set<String> with = tokens(fields.getOrDefault("with", ""));
        if (!NAME.matcher(node).matches()
                || !NAME.matcher(peer).matches()
                || !NUMBER.matcher(hop).matches()
                || !PARTS.matcher(parts).matches()
                || had.size() + to.size() + with.size() > MOST_TOKENS) {
            return Optional.empty();
        }
        return Optional.of(new Found(
                new TraceLine(node, peer, Integer.parseInt(hop), YES.equals(fields.get("kept")), had, to, with),
                parts,
                fields.getOrDefault("sig", "")));
    }

    private String text(String parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("node", node);
        fields.put("peer", peer);
        fields.put("hop", String.valueOf(hop));
        fields.put("kept", kept ? YES : NO);
        fields.put("of", parts);
        putTokens(fields, "had", had);
        putTokens(fields, "to", to);
        putTokens(fields, "with", with);
        return LineText.of(fields);
    }

    // Sorted: their order tells nothing.
    private static void putTokens(Map<String, String> fields, String name, Collection<String> tokens) {
        if (!tokens.isEmpty()) {
            fields.put(name, String.join(" ", new TreeSet<>(tokens)));
        }
    }

    private static Set<String> tokens(String text) {
        return Set.copyOf(new TreeSet<>(Splitter.on(' ').omitEmptyStrings().splitToList(text)));
    }
}
