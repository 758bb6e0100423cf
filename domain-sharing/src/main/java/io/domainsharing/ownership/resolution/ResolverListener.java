// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;

/** What the resolver does, for metrics. Called on any thread, event loops included: must not block or throw. */
public interface ResolverListener {
    /** Hears nothing. */
    ResolverListener NONE = new ResolverListener() {};

    /** An owner was in the cache. */
    default void cacheHit() {}

    /** That nobody has the address was in the cache. */
    default void cacheHitNobody() {}

    /** The peers had to be asked. */
    default void cacheMiss() {}

    /** The peers are asked anew about an owner in the cache, which has grown old. */
    default void refresh() {}

    /** One peer answered one look-up. */
    default void answered(PeerName peer, PeerAnswer answer) {}

    /** Several peers say that they own the same address. */
    default void conflict() {}

    /** A gateway's host could not be asked, and the address was taken for one of its own. */
    default void gatewayUnverified() {}

    /** The local directory failed. */
    default void directoryUnavailable() {}
}
