// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store behind a cache, which there is from the moment it is opened; before, nothing is written. Thread-safe. */
final class CacheStore implements AutoCloseable {
    private volatile @Nullable StoreMirror mirror;

    void open(StoreMirror opened) {
        mirror = opened;
    }

    boolean isOpen() {
        return mirror != null;
    }

    /** The owner of that address is another, or none. */
    void changed(@Nullable String address) {
        StoreMirror now = mirror;
        if (now != null && address != null) {
            now.changed(address);
        }
    }

    void allChanged() {
        StoreMirror now = mirror;
        if (now != null) {
            now.allChanged();
        }
    }

    /** Why nothing is written at present. Never waits for the disk. */
    Optional<StoreFailure> failure() {
        StoreMirror now = mirror;
        return now == null ? Optional.empty() : now.trouble();
    }

    /** Writes now what is not written yet. */
    void flush() {
        StoreMirror now = mirror;
        if (now != null) {
            now.flush();
        }
    }

    /** The disk fails under the store. */
    void breakStore() {
        StoreMirror now = mirror;
        if (now != null) {
            now.breakStore();
        }
    }

    /** Writes what is not written yet and lets go of the store. Idempotent. */
    @Override
    public void close() {
        StoreMirror now = mirror;
        if (now != null) {
            now.close();
        }
    }
}
