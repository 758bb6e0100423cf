// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.digest.DigestSource.View;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings one client to the list of now, and keeps it there: no faster than it reads, and with no more than a frame in memory for it.
 * What the list is worth is said so that it is true at each moment. Belongs to its event loop.
 */
final class Outgoing {
    private final Channel channel;
    private final DigestSource source;
    private final DigestKeys keys;
    private final InetAddress client;
    private Position sent;
    private @Nullable Map<String, Coverage> covered;
    private @Nullable Transfer transfer;

    /** @param has what the client has already */
    Outgoing(Channel channel, DigestSource source, DigestKeys keys, InetAddress client, Position has) {
        this.channel = channel;
        this.source = source;
        this.keys = keys;
        this.client = client;
        this.sent = has;
    }

    private static final class Transfer {
        final View view;
        int next;

        Transfer(View view) {
            this.view = view;
        }
    }

    /** Writes what the client lacks, as long as there is room for it. */
    void pump() {
        boolean more = true;
        while (more && channel.isWritable()) {
            more = transfer != null ? goOn(transfer) : bringUpToDate();
            // At each step: only what is flushed counts for whether there is room.
            channel.flush();
        }
    }

    /** Says that the server is there, unless the client has no list yet, or another one is on its way. */
    void alive() {
        if (transfer == null && covered != null) {
            source.view(keys, client, sent).ifPresent(now -> write(new Frame.Alive(now.age())));
            channel.flush();
        }
    }

    private boolean bringUpToDate() {
        View view = source.view(keys, client, sent).orElse(null);
        if (view == null) {
            return false;
        }
        if (view.now().position().equals(sent)) {
            boolean isFirst = covered == null;
            cover(view.domains());
            if (isFirst) {
                write(new Frame.Alive(view.age()));
            }
            return false;
        }
        // Of a list that it may have from before, nothing is said before this.
        cover(covered == null ? Map.of() : Coverages.lesser(covered, view.domains()));
        List<ListChange> changes = view.changes();
        if (changes == null) {
            write(new Frame.Whole(view.now().position(), view.now().list().size()));
            transfer = new Transfer(view);
            return true;
        }
        long version = sent.version();
        for (ListChange change : changes) {
            write(new Frame.Change(++version, change));
        }
        arrived(view);
        return false;
    }

    private boolean goOn(Transfer current) {
        HashList list = current.view.now().list();
        if (current.next < list.size()) {
            int end = Math.min(list.size(), current.next + FrameCodec.HASHES_AT_ONCE);
            write(new Frame.Hashes(list.range(current.next, end)));
            current.next = end;
        } else {
            write(new Frame.End(list.checksum()));
            transfer = null;
            arrived(current.view);
        }
        return true;
    }

    private void arrived(View view) {
        sent = view.now().position();
        cover(view.domains());
        write(new Frame.Alive(view.age()));
    }

    private void cover(Map<String, Coverage> domains) {
        if (!domains.equals(covered)) {
            covered = domains;
            write(new Frame.Covers(domains));
        }
    }

    private void write(Frame frame) {
        ChannelFuture unused = channel.write(frame, channel.voidPromise());
    }
}
