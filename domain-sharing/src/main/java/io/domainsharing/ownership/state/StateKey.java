// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

/** One entry of the {@link SharedState}. */
public record StateKey(StateKind kind, String name) {
    /** Of a kind that has one entry only. */
    public static final String ONLY = "site";

    private static final int LONGEST = 500;

    public StateKey {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST + " characters, not " + name.length());
        }
    }

    /** The one entry of that kind. */
    public static StateKey only(StateKind kind) {
        return new StateKey(kind, ONLY);
    }
}
