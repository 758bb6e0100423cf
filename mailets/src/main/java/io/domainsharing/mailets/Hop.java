// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.internet.MimeUtility;

/**
 * One handover from a node to a peer, as a line of the trace header: {@code node=paris; peer=tokyo; hop=1}.
 *
 * @param number 1 for the first handover of the mail; 0 in a line that cannot be read, which still counts as a handover
 */
record Hop(String node, String peer, int number) {
    private static final int LONGEST = 300;
    private static final String UNREADABLE = "?";
    private static final Pattern SYNTAX =
            Pattern.compile("node=([A-Za-z0-9._-]{1,64})\\s*;\\s*peer=([A-Za-z0-9._-]{1,64})\\s*;\\s*hop=(\\d{1,3})");

    static Hop of(NodeName node, PeerName peer, int number) {
        return new Hop(node.value(), peer.value(), number);
    }

    /** Reads a value, unfolded and without white space around it. */
    static Hop parse(String line) {
        Matcher matcher = SYNTAX.matcher(line);
        return line.length() <= LONGEST && matcher.matches()
                ? new Hop(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)))
                : new Hop(UNREADABLE, UNREADABLE, 0);
    }

    boolean isBy(NodeName other) {
        return node.toLowerCase(Locale.ROOT).equals(other.value().toLowerCase(Locale.ROOT));
    }

    /** The header's value, folded where it would pass the 78 columns of RFC 5322 section 2.1.1. */
    String line() {
        String value = "node=" + node + "; peer=" + peer + "; hop=" + number;
        return MimeUtility.fold(Trace.HEADER.length() + 2, value);
    }
}
