// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails.Trail;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.RememberedOwner;
import io.domainsharing.ownership.digest.DigestWord;
import io.domainsharing.ownership.pin.Pin;

/** One step on the way to a verdict, in the order in which they are taken. */
public sealed interface Step {
    /** What a step can be, for a {@code switch} that does not compile until it handles each. */
    enum Kind {
        PINNED,
        FOUND_HERE,
        NOT_HERE,
        DIRECTORY_UNAVAILABLE,
        REMEMBERED,
        NOBODY_REMEMBERED,
        NOTHING_REMEMBERED,
        DIGEST,
        ASKED,
        OBSERVED,
        CATCH_ALL,
        AT_GATEWAY
    }

    Kind kind();

    /**
     * An operator has said who owns it.
     *
     * @param counts whether that is obeyed; not while its peer is removed
     */
    record Pinned(Pin pin, boolean counts) implements Step {
        @Override
        public Kind kind() {
            return Kind.PINNED;
        }
    }

    /** This server has the address by exact match. */
    record FoundHere(LocalMatch match, Trail trail) implements Step {
        @Override
        public Kind kind() {
            return Kind.FOUND_HERE;
        }
    }

    /** This server does not have it by exact match. */
    record NotHere() implements Step {
        @Override
        public Kind kind() {
            return Kind.NOT_HERE;
        }
    }

    /** James's repositories failed, so that whatever comes next cannot be trusted. */
    record DirectoryUnavailable() implements Step {
        @Override
        public Kind kind() {
            return Kind.DIRECTORY_UNAVAILABLE;
        }
    }

    /** The cache has an owner. */
    record Remembered(RememberedOwner owner) implements Step {
        @Override
        public Kind kind() {
            return Kind.REMEMBERED;
        }
    }

    /** Every peer said no a short time ago. */
    record NobodyRemembered() implements Step {
        @Override
        public Kind kind() {
            return Kind.NOBODY_REMEMBERED;
        }
    }

    /** The cache has nothing. */
    record NothingRemembered() implements Step {
        @Override
        public Kind kind() {
            return Kind.NOTHING_REMEMBERED;
        }
    }

    /** A peer's digest tells something of the address. */
    record InDigest(DigestWord word) implements Step {
        @Override
        public Kind kind() {
            return Kind.DIGEST;
        }
    }

    /** A peer was asked. */
    record Asked(FreshLookup.Reply reply) implements Step {
        @Override
        public Kind kind() {
            return Kind.ASKED;
        }
    }

    /** A peer that is observed was asked, which decides nothing. */
    record Observed(FreshLookup.Reply reply) implements Step {
        @Override
        public Kind kind() {
            return Kind.OBSERVED;
        }
    }

    /** Every peer has said no, and a local catch-all was looked for. */
    record CatchAll(boolean taken) implements Step {
        @Override
        public Kind kind() {
            return Kind.CATCH_ALL;
        }
    }

    /** The address is the gateway's. */
    record AtGateway(Verdict.Proof proof) implements Step {
        @Override
        public Kind kind() {
            return Kind.AT_GATEWAY;
        }
    }
}
