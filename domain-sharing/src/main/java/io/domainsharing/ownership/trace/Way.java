// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.trace.Departure.Role;
import io.domainsharing.ownership.trace.TraceLine.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hand-overs between peers that a message has behind it, as far as its header is believed: the lines from the topmost one
 * down, each with the next lower number. What stands below is of an older way, or a stranger's. Immutable.
 */
public final class Way {
    /** The header field that has a line for each hand-over. */
    public static final String HEADER = "X-Domain-Sharing";
    /** A message that has been handed over so often between peers is returned. */
    public static final int MOST_HOPS = 10;

    private static final int UNDER_OWN_RECEIVED = 1;

    private final MessageIdentity identity;
    private final TraceKey key;
    /** From the top. */
    private final List<Live> lines;

    /** @param believed whether what it says to everybody counts */
    private record Live(Found found, boolean ours, boolean believed) {}

    /** What this server's own lines say of an address. */
    public enum Standing {
        /** It has not been here on this way. */
        FRESH,
        /** Somebody has a copy by way of it, or another copy of the message takes care of it: this one is of no use. */
        HAD,
        /** It has been here, and nobody has a copy by way of it: the message goes round in a circle. */
        CIRCLE,
        /**
         * It was handed over together with others. If it comes back as it is, that is a circle; where another address leads to
         * it, that may have come from one of the others, and the next round tells.
         */
        HANDED_OVER
    }

    private Way(MessageIdentity identity, TraceKey key, List<Live> lines) {
        this.identity = identity;
        this.key = key;
        this.lines = List.copyOf(lines);
    }

    /** The way of a message that nobody has handed over yet. */
    public static Way begin(MessageIdentity identity, TraceKey key) {
        return new Way(identity, key, List.of());
    }

    /**
     * The way that a header tells of.
     *
     * @param fields those named {@link #HEADER}, from the top
     */
    public static Way of(List<TraceField> fields, Bringer bringer, MessageIdentity identity, TraceKey key) {
        if (bringer == Bringer.ANYBODY || fields.isEmpty()) {
            return begin(identity, key);
        }
        // A peer without this extension writes nothing on top: whatever there is came from elsewhere.
        boolean believed = bringer == Bringer.PEER && fields.get(0).received() <= UNDER_OWN_RECEIVED;
        List<Live> lines = new ArrayList<>();
        for (TraceField field : fields) {
            Optional<Found> found = TraceLine.parse(field.value());
            if (found.isEmpty() || !leadsOn(lines, found.get())) {
                break;
            }
            lines.add(new Live(found.get(), found.get().isBy(key, identity), believed));
        }
        boolean counts = believed || lines.stream().anyMatch(Live::ours) || isShort(lines);
        return new Way(identity, key, counts ? lines : List.of());
    }

    /**
     * What is known of an address that the message came to, or is about to leave for.
     *
     * @param keptHere whether somebody here has a copy by way of what leads to it
     */
    public Standing standing(CanonicalAddress address, boolean keptHere) {
        Standing standing = Standing.FRESH;
        boolean keptAbove = keptHere;
        for (Live live : lines) {
            Optional<Role> role = live.ours() ? roleIn(live.found(), address) : Optional.empty();
            if (role.isPresent()) {
                if (role.get() == Role.HAD || keptAbove) {
                    return Standing.HAD;
                }
                if (role.get() == Role.TO) {
                    standing = Standing.CIRCLE;
                } else if (standing == Standing.FRESH) {
                    standing = Standing.HANDED_OVER;
                }
            }
            keptAbove |= live.found().line().kept() && (live.ours() || live.believed());
        }
        return standing;
    }

    /** Whether the message may not be handed over once more, whoever it is for. */
    public boolean isTooLong() {
        return !lines.isEmpty() && lines.get(0).found().line().hop() >= MOST_HOPS;
    }

    /** Whether nobody has handed the message over yet. */
    public boolean isNew() {
        return lines.isEmpty();
    }

    /** Whether a line of this server counts; without one, every address is {@link Standing#FRESH}. */
    public boolean isGuarded() {
        return lines.stream().anyMatch(Live::ours);
    }

    /** The nodes that handed the message over, and this one, which has it now. */
    public String path(NodeName here) {
        List<Live> oldestFirst = new ArrayList<>(lines);
        Collections.reverse(oldestFirst);
        return Stream.concat(
                        oldestFirst.stream().map(live -> live.found().line().node()), Stream.of(here.value()))
                .collect(Collectors.joining(" -> "));
    }

    /** The line that tells of the next hand-over, a whole header field without the CRLF at its end. */
    public String next(NodeName here, PeerName peer, Departure departure) {
        int hop = lines.isEmpty() ? 1 : lines.get(0).found().line().hop() + 1;
        String message = identity.text(identity.parts()).orElseThrow();
        TraceLine line = TraceLine.of(here, peer, hop, departure, address -> key.token(message, address));
        return LineText.field(HEADER, line.signed(key, identity));
    }

    private Optional<Role> roleIn(Found found, CanonicalAddress address) {
        return identity.text(found.parts()).flatMap(message -> found.role(key.token(message, address)));
    }

    /**
     * Whether lines that nobody vouches for may be gone on from, so that the server which wrote one of them knows it again. As
     * long as that makes no way too long, it does nothing for whoever has forged them.
     */
    private static boolean isShort(List<Live> lines) {
        return !lines.isEmpty() && lines.get(0).found().line().hop() < MOST_HOPS / 2;
    }

    private static boolean leadsOn(List<Live> above, Found found) {
        return above.isEmpty()
                || found.line().hop()
                        == above.get(above.size() - 1).found().line().hop() - 1;
    }
}
