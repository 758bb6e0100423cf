// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

/** A promise was broken. The message says which, when and where. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
        super(message);
    }
}
