// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import com.github.benmanes.caffeine.cache.RemovalCause;

/** Hears why the cache itself forgets owners. Called on any thread: must not block or throw. */
public interface CacheListener {
    /** Hears nothing. */
    CacheListener NONE = new CacheListener() {};

    /** There was no room for an owner any more. */
    default void evicted() {}

    /** The time was over for which an owner is believed. */
    default void expired() {}

    /** Tells one from the other. */
    default void forgotten(RemovalCause cause) {
        if (cause == RemovalCause.EXPIRED) {
            expired();
        } else {
            evicted();
        }
    }
}
