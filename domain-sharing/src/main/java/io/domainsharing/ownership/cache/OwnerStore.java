// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import io.domainsharing.ownership.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.BiConsumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owners on disk: one H2 MVStore file of texts (docs/adr/0003-owner-store.md). Log-structured, so a process that dies
 * at any moment leaves the last commit. Used by one thread at a time.
 */
final class OwnerStore implements AutoCloseable {
    static final String FILE = "owners.mv.db";

    private static final Logger LOGGER = LoggerFactory.getLogger(OwnerStore.class);
    private static final String MAP = "owners.v1";
    /** Above this share of live data the file is left alone. */
    private static final int FILL_RATE_PERCENT = 60;

    private static final int COMPACTION_STEP_BYTES = 4 << 20;
    private static final int CLOSING_COMPACTION_MILLIS = 500;
    private static final int CACHE_MEGABYTES = 4;
    /** Small pages: a scattered change rewrites its page. */
    private static final int PAGE_BYTES = 4096;

    private final MVStore store;
    private final MVMap<String, String> owners;

    private OwnerStore(MVStore store) {
        this.store = store;
        // Texts only, never serialized objects: what a file says must not choose the classes that are loaded.
        this.owners = store.openMap(
                MAP,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /**
     * Opens the store and reads all of it. A file that is damaged or not ours is renamed {@code *.damaged-<time>} and an
     * empty one takes its place; the entries read up to then stay.
     *
     * @throws StoreUnavailableException another process has it, or the folder cannot be used
     */
    static OwnerStore open(Path folder, Clock clock, BiConsumer<String, StoredOwner> loaded) {
        Path file = folder.resolve(FILE);
        try {
            OwnerOnly.prepare(folder, file);
            try {
                return openAndRead(file, loaded);
            } catch (MVStoreException e) {
                if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                    throw new StoreUnavailableException(
                            file + " is in use by another process: give every server its own folder in <cache><path>",
                            e);
                }
                setAside(file, clock, e);
            } catch (RuntimeException e) {
                // Damaged bytes show as whatever their reader stumbles over.
                setAside(file, clock, e);
            }
            OwnerOnly.prepare(folder, file);
            return openAndRead(file, loaded);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "the folder of the owner cache, " + folder + " (<cache><path>), cannot be used: " + e, e);
        }
    }

    private static OwnerStore openAndRead(Path file, BiConsumer<String, StoredOwner> loaded) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MEGABYTES)
                .pageSplitSize(PAGE_BYTES)
                .open();
        try {
            store.setVersionsToKeep(0);
            Set<String> maps = store.getMapNames();
            if (!maps.isEmpty() && !maps.equals(Set.of(MAP))) {
                throw new IllegalStateException("it holds " + maps + ", so it is not a store of owners");
            }
            OwnerStore opened = new OwnerStore(store);
            opened.forEach(loaded);
            return opened;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private static void setAside(Path file, Clock clock, RuntimeException cause) throws IOException {
        Path aside = file.resolveSibling(FILE + ".damaged-" + clock.millis());
        Files.move(file, aside);
        LOGGER.warn(
                "The owner cache {} cannot be read and was set aside as {}; starting with an empty one",
                file,
                aside.getFileName(),
                cause);
    }

    void forEach(BiConsumer<String, StoredOwner> consumer) {
        owners.forEach((address, text) -> consumer.accept(address, StoredOwner.parse(text)));
    }

    int size() {
        return owners.size();
    }

    boolean holds(String address, StoredOwner owner) {
        return owner.toText().equals(owners.get(address));
    }

    /** Null takes the address out. Nothing is on disk before {@link #commit}. */
    void put(String address, @Nullable StoredOwner owner) {
        if (owner == null) {
            owners.remove(address);
        } else {
            owners.put(address, owner.toText());
        }
    }

    void commit() {
        store.commit();
    }

    /** Takes one small step towards a compact file. */
    void compact() {
        store.compact(FILL_RATE_PERCENT, COMPACTION_STEP_BYTES);
    }

    /** Space of replaced entries is used again after this time. */
    void setRetentionMillis(int millis) {
        store.setRetentionTime(millis);
    }

    /** Lets go of the file without writing. */
    void abandon() {
        store.closeImmediately();
    }

    @Override
    public void close() {
        store.close(CLOSING_COMPACTION_MILLIS);
    }

    /** The store cannot be opened, and no empty one may take its place. */
    static final class StoreUnavailableException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        StoreUnavailableException(String message, Exception cause) {
            super(message, cause instanceof IOException io ? io : new IOException(cause));
        }
    }
}
