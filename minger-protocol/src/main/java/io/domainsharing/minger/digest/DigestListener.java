// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** What a client hears of one server's list. Called on that server's event loop, one call at a time: must not block. */
public interface DigestListener {
    /** What is there already: asked for with each connection. */
    Position has();

    /** The server has proven that it knows the secret. What follows is its word. */
    void connected();

    /** The list, all of it. */
    void whole(Position position, HashList list);

    /**
     * The list has changed.
     *
     * @throws IllegalArgumentException it cannot have changed so: the connection ends, and {@link #has} must say that nothing is there
     */
    void changed(long version, ListChange change);

    /** What the list is worth from now on, by domain. */
    void covers(Map<String, Coverage> domains);

    /**
     * The server is there.
     *
     * @param age its list says what was so that long ago, or later
     */
    void alive(Duration age);

    /**
     * The server has noticed that a client tries addresses (docs/harvest.md).
     *
     * @param client an IPv4 address, or the first of a /64 of IPv6
     * @param lasts what the server thinks of it, unless it goes on
     */
    void suspect(InetAddress client, Duration lasts);

    /**
     * There is no connection: it ended, or could not be had.
     *
     * @param end why
     */
    void disconnected(LinkEnd end);
}
