// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateUnavailableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of list posts where members live: of several copies of one post for one recipient exactly one is the first.
 * A mail that claimed to be the first stays it, however often it is tried again (docs/adr/0010-shared-lists.md). Forgetting
 * costs a duplicate, never a copy. In memory, bounded by size and age; kept over an orderly restart. Where several nodes deliver
 * the mail of one site, they share it, and each goes by its own memory while that cannot be reached. Thread-safe; may block then.
 */
public final class SeenCopies implements AutoCloseable {
    static final int MAXIMUM = 500_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(SeenCopies.class);

    private final Clock clock;
    private final Cache<CopyKey, Claims> copies;
    private final @Nullable SeenCopiesFile file;
    private final @Nullable SharedClaims shared;
    private final LogLimit unreachable;

    private volatile boolean started;

    private SeenCopies(Clock clock, Duration retention, @Nullable SeenCopiesFile file, @Nullable SharedClaims shared) {
        this.clock = clock;
        this.copies = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfter(new SinceFirst(retention))
                .build();
        this.file = file;
        this.shared = shared;
        this.unreachable = new LogLimit(clock);
    }

    /** A memory that ends with the process. */
    public static SeenCopies inMemory(Clock clock, Duration retention) {
        return new SeenCopies(clock, retention, null, null);
    }

    /**
     * A memory that takes up what the last one left in the folder when it was closed; a file that cannot be read is
     * ignored with a warning.
     *
     * @param retention how long after the first copy of a post a second one may come
     */
    public static SeenCopies open(Path folder, Clock clock, Duration retention) {
        SeenCopies opened = onDisk(folder, clock, retention);
        opened.start();
        return opened;
    }

    /** As {@link #open}, but it takes nothing up before it is {@linkplain #start started}. */
    public static SeenCopies onDisk(Path folder, Clock clock, Duration retention) {
        return new SeenCopies(clock, retention, new SeenCopiesFile(folder), null);
    }

    /** As {@link #onDisk(Path, Clock, Duration)}, shared with the other nodes of the site. */
    public static SeenCopies onDisk(Path folder, Clock clock, Duration retention, SharedState state) {
        return new SeenCopies(clock, retention, new SeenCopiesFile(folder), new SharedClaims(state, retention));
    }

    /** Takes up what the last memory in its folder, if it has one, left there. Called once. */
    public void start() {
        load();
    }

    /**
     * Whether this mail is to be delivered to the recipient; if so, it is the first from here on.
     *
     * @param post what makes the post the same, wherever it comes from
     * @param lists that the post was sent to, not empty; copies that have one of them in common are copies of each other
     * @param mail the name of the mail, the same whenever it is tried again
     */
    public boolean isFirst(String post, MailAddress recipient, Set<MailAddress> lists, String mail) {
        Set<Long> listHashes = lists.stream()
                .map(list -> CopyKey.shortHash(CanonicalAddress.of(list).value()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        long mailHash = CopyKey.shortHash(mail);
        CopyKey copy = CopyKey.of(post, recipient);
        return claim(copy, listHashes, mailHash).isFirst(listHashes, mailHash);
    }

    private Claims claim(CopyKey copy, Set<Long> lists, long mail) {
        long now = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
        if (shared != null) {
            try {
                Claims after = shared.claim(copy, copies.getIfPresent(copy), now, lists, mail);
                copies.put(copy, after);
                return after;
            } catch (StateUnavailableException e) {
                unreachable.run(leftOut -> LOGGER.warn(
                        "Which list posts other nodes have delivered cannot be told: {}. Until then this node goes by its own"
                                + " memory, and a post may come twice ({} such lines left out)",
                        e.getMessage(),
                        leftOut));
            }
        }
        return copies.asMap().compute(copy, (key, before) -> Claims.after(before, now, lists, mail));
    }

    /** About how many copies are remembered. */
    long size() {
        copies.cleanUp();
        return copies.estimatedSize();
    }

    /** Writes down what is remembered, for {@link #open}. */
    @Override
    public void close() {
        // One that was never started would write over what is there.
        if (file != null && started) {
            file.write(copies.asMap());
        }
    }

    private void load() {
        if (file != null) {
            file.read().forEach(copies::put);
        }
        started = true;
    }

    /** A copy is remembered for so long from the first one on, over a restart too. */
    private final class SinceFirst implements Expiry<CopyKey, Claims> {
        private final long seconds;

        private SinceFirst(Duration retention) {
            this.seconds = retention.toSeconds();
        }

        @Override
        public long expireAfterCreate(CopyKey key, Claims claims, long nanos) {
            long age = Math.max(0, TimeUnit.MILLISECONDS.toSeconds(clock.millis()) - claims.since());
            return TimeUnit.SECONDS.toNanos(Math.max(0, seconds - age));
        }

        @Override
        public long expireAfterUpdate(CopyKey key, Claims claims, long nanos, long left) {
            return left;
        }

        @Override
        public long expireAfterRead(CopyKey key, Claims claims, long nanos, long left) {
            return left;
        }
    }
}
