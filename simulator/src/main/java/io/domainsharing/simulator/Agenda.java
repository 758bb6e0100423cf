// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import java.util.PriorityQueue;

/** What is to happen, and virtual time, which moves on to the next of it. One thread. */
public final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Runnable afterEach;
    private long now;
    private long sequence;
    private long done;

    /** @param afterEach is run behind all that happens */
    public Agenda(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** How much has happened. */
    public long done() {
        return done;
    }

    /** In that time from now; what is due at the same time happens in the order in which it was entered. */
    public Entry in(Duration delay, Runnable what) {
        Entry entry = new Entry(now + Math.max(0, delay.toNanos()), sequence, what);
        sequence++;
        entries.add(entry);
        return entry;
    }

    /** Has all happen that is due until then. */
    public void run(Duration time) {
        long end = now + time.toNanos();
        for (Entry next = entries.peek(); next != null && next.due <= end; next = entries.peek()) {
            entries.remove();
            if (!next.isCancelled) {
                now = next.due;
                done++;
                next.what.run();
                afterEach.run();
            }
        }
        now = end;
    }

    /** One thing that is to happen. */
    public static final class Entry implements Comparable<Entry> {
        private final long due;
        private final long sequence;
        private final Runnable what;
        private boolean isCancelled;

        private Entry(long due, long sequence, Runnable what) {
            this.due = due;
            this.sequence = sequence;
            this.what = what;
        }

        public void cancel() {
            isCancelled = true;
        }

        public long due() {
            return due;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(due, other.due);
            return byTime == 0 ? Long.compare(sequence, other.sequence) : byTime;
        }
    }
}
