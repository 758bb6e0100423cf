// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;

/** What the resolver does, for metrics. Called on any thread, event loops included: must not block or throw. */
public interface ResolverListener {
    /** Hears nothing. */
    ResolverListener NONE = new ResolverListener() {};

    /** An answer was in the cache. */
    default void cacheHit() {}

    /** The peers had to be asked. */
    default void cacheMiss() {}

    /** One peer answered one question. */
    default void answered(PeerName peer, PeerAnswer answer) {}

    /** Several peers say that they own the same address. */
    default void conflict() {}

    /** A gateway's host could not be asked, and the address was taken for one of its own. */
    default void gatewayUnverified() {}

    /** The local directory failed. */
    default void directoryUnavailable() {}
}
