// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;

/** One step on the way to a verdict, in the order in which they are taken. */
public sealed interface Step {
    /** This server has the address by exact match. */
    record FoundHere(LocalMatch match, Trail trail) implements Step {}

    /** This server does not have it by exact match. */
    record NotHere() implements Step {}

    /** James's repositories failed, so that whatever comes next cannot be trusted. */
    record DirectoryUnavailable() implements Step {}

    /** The cache has an owner. */
    record Remembered(RememberedOwner owner) implements Step {}

    /** Every peer said no a short time ago. */
    record NobodyRemembered() implements Step {}

    /** The cache has nothing. */
    record NothingRemembered() implements Step {}

    /** A peer was asked. */
    record Asked(FreshLookup.Reply reply) implements Step {}

    /** Every peer has said no, and a local catch-all was looked for. */
    record CatchAll(boolean taken) implements Step {}

    /** The address is the gateway's. */
    record AtGateway(Verdict.Proof proof) implements Step {}
}
