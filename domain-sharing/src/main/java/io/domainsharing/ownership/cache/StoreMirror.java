// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import io.domainsharing.network.Escaped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store like the memory, behind it. Only addresses are queued; what is written is what memory holds by then, so
 * the order of changes does not matter and a queue that overflows loses nothing: all is compared instead. Changes may be
 * told on any thread and never wait; the store belongs to the one thread in here, under this object's lock.
 */
final class StoreMirror implements AutoCloseable {
    static final int BATCH = 1000;

    private static final Logger LOGGER = LoggerFactory.getLogger(StoreMirror.class);
    private static final int QUEUE = 100_000;
    private static final Duration WRITE_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);
    private static final long REOPEN_AFTER_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Path folder;
    private final Clock clock;
    private final ConcurrentMap<String, CachedOwner> memory;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "domain-sharing-owner-store");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean allChanged;
    private volatile boolean closed;
    private volatile @Nullable StoreFailure trouble;
    /** When the write under way began, in milliseconds; 0: there is none. */
    private volatile long writingSince;

    private @Nullable OwnerStore store;
    private long failedAt;

    private StoreMirror(Path folder, Clock clock, ConcurrentMap<String, CachedOwner> memory, OwnerStore store) {
        this.folder = folder;
        this.clock = clock;
        this.memory = memory;
        this.store = store;
    }

    /** Fills the memory through {@code load}, then follows it. */
    static StoreMirror open(
            Path folder, Clock clock, ConcurrentMap<String, CachedOwner> memory, BiConsumer<String, StoredOwner> load) {
        OwnerStore store = OwnerStore.open(folder, clock, load);
        StoreMirror mirror = new StoreMirror(folder, clock, memory, store);
        // What was left out at loading leaves the file as well.
        mirror.allChanged = store.size() != memory.size();
        long every = WRITE_EVERY.toMillis();
        ScheduledFuture<?> unused =
                mirror.writer.scheduleWithFixedDelay(mirror::flush, every, every, TimeUnit.MILLISECONDS);
        return mirror;
    }

    void changed(String address) {
        if (!closed && !queue.offer(address)) {
            allChanged = true;
        }
    }

    void allChanged() {
        allChanged = true;
    }

    /** Writes all that was told before this call. */
    synchronized void flush() {
        writingSince = clock.millis();
        try {
            OwnerStore target = openStore();
            if (target != null) {
                write(target);
                trouble = null;
            }
        } catch (RuntimeException | Error e) {
            // An error, too, such as no memory for a moment: the timer would drop a task that throws, and nothing be
            // written again.
            noteTrouble(e);
            LOGGER.warn(
                    "The owner cache in {} cannot be written: owners are kept in memory only; tried again in {} s",
                    folder,
                    TimeUnit.MILLISECONDS.toSeconds(REOPEN_AFTER_MILLIS),
                    e);
            abandon();
        } finally {
            writingSince = 0;
        }
    }

    /** Why nothing reaches the disk: the last write failed, or the one under way does not end. Takes no lock, for that reason. */
    Optional<StoreFailure> trouble() {
        long since = writingSince;
        if (since != 0 && clock.millis() - since >= LONGEST_WRITE.toMillis()) {
            return Optional.of(new StoreFailure(Instant.ofEpochMilli(since), "writing to " + folder + " does not end"));
        }
        return Optional.ofNullable(trouble);
    }

    private void noteTrouble(Throwable failure) {
        StoreFailure before = trouble;
        Instant since = before == null ? clock.instant() : before.since();
        String cause = Escaped.of(String.valueOf(failure.getMessage() == null ? failure : failure.getMessage()));
        trouble = new StoreFailure(since, "the owner cache in " + folder + " cannot be written: " + cause);
    }

    /** Closes the file under the store, as a failing disk would. */
    synchronized void breakStore() {
        if (store != null) {
            store.abandon();
        }
    }

    private void write(OwnerStore target) {
        List<String> batch = new ArrayList<>(BATCH);
        while (queue.drainTo(batch, BATCH) > 0) {
            writeBatch(target, batch);
            batch.clear();
        }
        if (allChanged) {
            allChanged = false;
            compareAll(target);
        }
        target.compact();
    }

    private void writeBatch(OwnerStore target, Iterable<String> addresses) {
        for (String address : addresses) {
            CachedOwner owner = memory.get(address);
            target.put(address, owner == null ? null : stored(owner));
        }
        target.commit();
    }

    private static StoredOwner stored(CachedOwner owner) {
        return new StoredOwner(owner.owner().value(), owner.foundAtSeconds());
    }

    private void compareAll(OwnerStore target) {
        List<String> batch = new ArrayList<>(BATCH);
        target.forEach((address, stored) -> {
            if (!memory.containsKey(address)) {
                batch.add(address);
            }
        });
        memory.forEach((address, owner) -> {
            if (!target.holds(address, stored(owner))) {
                batch.add(address);
            }
        });
        for (int from = 0; from < batch.size(); from += BATCH) {
            writeBatch(target, batch.subList(from, Math.min(batch.size(), from + BATCH)));
        }
    }

    // A store that failed once stays unusable, so it is opened anew; meanwhile memory serves alone.
    private @Nullable OwnerStore openStore() {
        if (store == null && !closed && clock.millis() - failedAt >= REOPEN_AFTER_MILLIS) {
            failedAt = clock.millis();
            store = OwnerStore.open(folder, clock, (address, stored) -> {});
            allChanged = true;
            LOGGER.info("The owner cache in {} is written again", folder);
        }
        return store;
    }

    private void abandon() {
        failedAt = clock.millis();
        if (store != null) {
            store.abandon();
            store = null;
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        synchronized (this) {
            if (!closed) {
                flush();
                closed = true;
                closeStore();
            }
        }
    }

    private synchronized void closeStore() {
        try {
            if (store != null) {
                store.close();
            }
        } catch (RuntimeException e) {
            LOGGER.warn("The owner cache in {} did not close cleanly; what was committed stays", folder, e);
        } finally {
            store = null;
        }
    }
}
