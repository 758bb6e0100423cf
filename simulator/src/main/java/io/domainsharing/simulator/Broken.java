// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import org.jspecify.annotations.Nullable;

/** The first promise that was broken. What is thrown within a stage is seen by nobody, so it is kept here, and thrown later. One thread. */
final class Broken {
    private @Nullable String first;

    void promise(String how) {
        if (first == null) {
            first = how;
        }
    }

    /** @throws Violation there is one */
    void check() {
        if (first != null) {
            throw new Violation(first);
        }
    }
}
