// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a server sends together. A whole list counts once all of it is there and is what the server says it is. Belongs to its event
 * loop.
 */
final class Incoming {
    private final DigestListener listener;
    private @Nullable Position position;
    private int expected;
    private long[] hashes = new long[0];
    private int count;

    Incoming(DigestListener listener) {
        this.listener = listener;
    }

    /**
     * Takes what comes behind the proofs.
     *
     * @throws IllegalArgumentException it cannot be
     */
    void take(Frame frame) {
        switch (frame.kind()) {
            case WHOLE -> begin((Frame.Whole) frame);
            case HASHES -> add(((Frame.Hashes) frame).part());
            case END -> end(((Frame.End) frame).checksum());
            case CHANGE -> {
                Frame.Change change = (Frame.Change) frame;
                requireNoneUnderWay();
                listener.changed(change.version(), change.change());
            }
            case COVERAGE -> listener.covers(((Frame.Covers) frame).domains());
            case ALIVE -> {
                if (((Frame.Alive) frame).age().isNegative()) {
                    throw new IllegalArgumentException("a list of the future");
                }
                listener.alive(((Frame.Alive) frame).age());
            }
            case SUSPECT -> {
                Frame.Suspect suspect = (Frame.Suspect) frame;
                listener.suspect(suspect.client(), suspect.lasts());
            }
            case CHALLENGE, CLAIM, ACCEPTED -> throw new IllegalArgumentException("that comes before the proofs");
        }
    }

    private void begin(Frame.Whole whole) {
        requireNoneUnderWay();
        if (whole.count() < 0 || whole.count() > HashList.MAXIMUM) {
            throw new IllegalArgumentException("a list of " + whole.count() + " hashes");
        }
        position = whole.position();
        expected = whole.count();
        count = 0;
    }

    // Room grows with what is there, whatever was announced.
    private void add(HashList more) {
        if (position == null || more.size() > expected - count) {
            throw new IllegalArgumentException("more hashes than announced");
        }
        if (count + more.size() > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.min(expected, Math.max(count + more.size(), 2 * hashes.length)));
        }
        more.copyTo(hashes, count);
        count += more.size();
    }

    private void end(Checksum checksum) {
        if (position == null || count != expected) {
            throw new IllegalArgumentException("fewer hashes than announced");
        }
        HashList list = HashList.ofSorted(Arrays.copyOf(hashes, count));
        if (!list.checksum().equals(checksum)) {
            throw new IllegalArgumentException("another list than announced");
        }
        Position of = position;
        position = null;
        hashes = new long[0];
        listener.whole(of, list);
    }

    private void requireNoneUnderWay() {
        if (position != null) {
            throw new IllegalArgumentException("in the middle of a list");
        }
    }
}
