// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that keeps what it hears. */
final class RecordedDigest implements DigestListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile Position position = Position.NONE;
    volatile HashList list = HashList.EMPTY;
    volatile Map<String, Coverage> domains = Map.of();
    volatile Duration age = Duration.ofDays(1);

    @Override
    public Position has() {
        return position;
    }

    @Override
    public void connected() {
        events.add("connected");
    }

    @Override
    public void whole(Position next, HashList hashes) {
        events.add("whole " + hashes.size());
        position = next;
        list = hashes;
    }

    @Override
    public void changed(long version, ListChange change) {
        try {
            list = change.of(list);
        } catch (IllegalArgumentException e) {
            position = Position.NONE;
            throw e;
        }
        events.add("changed " + change);
        position = new Position(position.epoch(), version);
    }

    @Override
    public void covers(Map<String, Coverage> next) {
        domains = next;
    }

    @Override
    public void alive(Duration next) {
        age = next;
    }

    @Override
    public void suspect(InetAddress client, Duration lasts) {
        events.add("suspect " + client.getHostAddress() + " " + lasts);
    }

    @Override
    public void disconnected(LinkEnd end) {
        events.add("disconnected " + end);
    }
}
